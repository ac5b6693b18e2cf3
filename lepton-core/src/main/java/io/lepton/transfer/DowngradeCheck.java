package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.crypt.EncryptedObjects;
import io.lepton.transfer.listing.MergedListing;
import io.lepton.transfer.pace.Requests;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Keeps a transfer that was started without its keys from laying bare what they protected. Before
 * anything is written, the first object of the target is looked at: where it lies encrypted and its
 * source does not, the whole run is refused. After that, each object that would be replaced is
 * looked at, unless the journal tells that an earlier run wrote it plain. A look is a request for a
 * few bytes; a run that replaces nothing sends at most one. Where keys are named for the target
 * alone, the first object of the source tells whether it is encrypted already. Thread safe.
 */
final class DowngradeCheck {
  private static final String MEND =
      "; encrypt it too (--encrypt), or allow it to be plain (--allow-plain)";

  private final Side source;
  private final Side target;
  private final Requests requests;
  private final Outcomes outcomes;
  private final Predicate<ObjectInfo> knownPlain;
  private final boolean needed;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<ObjectInfo> firstAtSource = Optional.empty();
  private Optional<ObjectInfo> firstAtTarget = Optional.empty();
  private volatile Optional<ObjectInfo> judgedAtTarget = Optional.empty();
  private boolean judged;
  private Optional<InputException> refusal = Optional.empty();

  /**
   * A check for one run.
   *
   * @param knownPlain of what the target holds, without a request
   */
  DowngradeCheck(
      Transfer transfer,
      Side source,
      Side target,
      Requests requests,
      Outcomes outcomes,
      Predicate<ObjectInfo> knownPlain) {
    this.source = source;
    this.target = target;
    this.requests = requests;
    this.outcomes = outcomes;
    this.knownPlain = knownPlain;
    this.needed = !target.encrypted() && transfer.downgrade() == Transfer.Downgrade.REFUSE;
  }

  /** Notes what the listings begin with, before the first check. */
  void begin(MergedListing.Side atSource, MergedListing.Side atTarget) throws InterruptedException {
    if (needed || target.encrypted()) {
      firstAtSource = atSource.peek();
    }
    if (needed) {
      firstAtTarget = atTarget.peek();
    }
  }

  /**
   * Must pass before an object is written.
   *
   * @param before what the target holds under its key
   * @throws InputException when the target is one of encrypted objects; nothing was written then
   * @throws CloudException PRECONDITION_FAILED when {@code before} is encrypted and {@code object}
   *     is not
   */
  void check(ObjectInfo object, Optional<ObjectInfo> before) {
    checkPlace();
    if (looksAt(before)
        && isEncrypted(target, before.get())
            .orElse(before.get().sizeBytes() == EncryptedObjects.sizeBytes(object.sizeBytes()))
        && !isEncrypted(source, object).orElse(false)) {
      throw CloudException.of(ErrorKind.PRECONDITION_FAILED)
          .provider(target.provider().id())
          .operation("put")
          .location(target.place() + object.key())
          .message("what lies there is encrypted, and what would replace it is not" + MEND);
    }
  }

  /**
   * The part that is for the whole run; judged once.
   *
   * @throws InputException as {@link #check}
   */
  void checkPlace() {
    lock.lock();
    try {
      if (!judged) {
        refusal = judgePlace();
        judged = true;
      }
      if (refusal.isPresent()) {
        throw refusal.get();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it takes a request to tell if what would be replaced is encrypted. */
  boolean looksAt(Optional<ObjectInfo> before) {
    return needed
        && before.isPresent()
        && EncryptedObjects.possible(before.get().sizeBytes())
        && !before.equals(judgedAtTarget)
        && !knownPlain.test(before.get());
  }

  private Optional<InputException> judgePlace() {
    if (target.encrypted()) {
      warnOfEncryptingTwice();
    }
    Optional<Boolean> seen = firstAtTarget.flatMap(first -> isEncrypted(target, first));
    if (seen.isPresent()) {
      judgedAtTarget = firstAtTarget;
    }
    if (firstAtTarget.isEmpty() || !seen.orElse(false)) {
      return Optional.empty();
    }
    String key = firstAtTarget.get().key();
    Optional<ObjectInfo> twin =
        source.encrypted()
            ? Optional.empty()
            : requests.call(() -> source.store().stat(key)).or(() -> firstAtSource);
    if (twin.isPresent() && isEncrypted(source, twin.get()).orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(
        new InputException(
            "target "
                + target.place()
                + " holds objects that Lepton encrypted, such as "
                + key
                + ", and what would be written is plain"
                + MEND));
  }

  private void warnOfEncryptingTwice() {
    if (firstAtSource.isPresent() && isEncrypted(source, firstAtSource.get()).orElse(false)) {
      outcomes.warn(
          "what lies at "
              + source.place()
              + " is encrypted already and was encrypted once more, so that it takes both keys to"
              + " be read; name its own (--decrypt) to have the new ones instead",
          firstAtSource.get().key());
    }
  }

  /** Empty for who may write but not read. */
  private Optional<Boolean> isEncrypted(Side side, ObjectInfo object) {
    if (side.encrypted() || !EncryptedObjects.possible(object.sizeBytes())) {
      return Optional.of(false);
    }
    try {
      return Optional.of(requests.call(() -> side.holdsEncrypted(object.key())));
    } catch (CloudException e) {
      if (e.retryable() || e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
