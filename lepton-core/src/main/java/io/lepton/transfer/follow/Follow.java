package io.lepton.transfer.follow;

import io.lepton.config.InputException;
import io.lepton.transfer.Transfer;
import java.time.Duration;
import java.util.Objects;

/**
 * A place to follow until it is small enough to cut over.
 *
 * @param transfer what every pass does; incremental or partial
 * @param hooks fence and hand-over
 * @param smallObjects a pass that copies at most so many objects is small
 * @param smallBytes and at most so many bytes
 * @param pause between two passes
 * @param mostPasses after so many passes of which none is small, the run stops and says so
 */
public record Follow(
    Transfer transfer,
    CutOverHooks hooks,
    long smallObjects,
    long smallBytes,
    Duration pause,
    int mostPasses) {
  private static final long SMALL_OBJECTS = 100;
  private static final long SMALL_BYTES = 1L << 30;
  private static final int MOST_PASSES = 1000;

  public Follow {
    Objects.requireNonNull(transfer, "transfer");
    Objects.requireNonNull(hooks, "hooks");
    if (smallObjects < 0 || smallBytes < 0 || pause.isNegative() || mostPasses < 1) {
      throw new InputException(
          "follow needs small-pass >= 0, pause >= 0 and at least one pass, not "
              + smallObjects
              + ", "
              + pause
              + ", "
              + mostPasses);
    }
    if (transfer.mode() == Transfer.Mode.DRY_RUN) {
      throw new InputException("follow cannot be a dry run; leave one of the two out");
    }
    switch (transfer.strategy()) {
      case INCREMENTAL, PARTIAL -> {}
      case FULL ->
          throw new InputException(
              "follow repeats incremental passes; strategy full never becomes small");
    }
    if (transfer.filter().newerThan().isPresent() || !transfer.filter().contentTypes().isEmpty()) {
      throw new InputException(
          "follow proves both sides equal at the end, which filters by age or content type do not"
              + " allow; filter by key or size");
    }
  }

  /** Until a pass copies no more than 100 objects and 1 GiB, 5 seconds apart. */
  public static Follow of(Transfer transfer, CutOverHooks hooks) {
    return new Follow(
        transfer, hooks, SMALL_OBJECTS, SMALL_BYTES, Duration.ofSeconds(5), MOST_PASSES);
  }

  /** The same, with another measure of small. */
  public Follow smallPass(long objects, long bytes) {
    return new Follow(transfer, hooks, objects, bytes, pause, mostPasses);
  }

  /** The same, with so long between two passes. */
  public Follow pause(Duration value) {
    return new Follow(transfer, hooks, smallObjects, smallBytes, value, mostPasses);
  }

  /** The same, with at most so many passes a run. */
  public Follow mostPasses(int value) {
    return new Follow(transfer, hooks, smallObjects, smallBytes, pause, value);
  }
}
