package io.lepton.transfer;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.transfer.pace.Requests;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says why two sides differ where keys were left out, or named for what is plain: then everything
 * differs, and the first key that does shows it. Thread safe.
 */
final class EncryptionHint {
  private final Requests requests;
  private final Outcomes outcomes;
  private final AtomicBoolean given = new AtomicBoolean();

  EncryptionHint(Requests requests, Outcomes outcomes) {
    this.requests = requests;
    this.outcomes = outcomes;
  }

  /**
   * Looks at {@code key}, which differs, and warns of what it sees; does nothing but once.
   *
   * @param source empty for a manifest
   */
  void differs(String key, Optional<Side> source, Side target) {
    if (given.getAndSet(true)) {
      return;
    }
    try {
      boolean cipherFrom = source.isPresent() && asItLies(source.get(), key, "--decrypt");
      boolean cipherTo = asItLies(target, key, "--encrypt");
      if (cipherTo && !cipherFrom) {
        warn(target, "is encrypted; name its keys (--encrypt)", key);
      } else if (cipherFrom && !cipherTo) {
        warn(source.get(), "is encrypted; name its keys (--decrypt)", key);
      }
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      // That it differs is told all the same.
    }
  }

  /** Whether cipher text is what was compared. */
  private boolean asItLies(Side side, String key, String option) {
    boolean encrypted = requests.call(() -> side.holdsEncrypted(key));
    if (side.encrypted() && !encrypted) {
      warn(side, "is not encrypted; name no keys (" + option + ")", key);
    }
    return encrypted && !side.encrypted();
  }

  private void warn(Side side, String what, String key) {
    outcomes.warn("what lies at " + side.place() + " " + what, key);
  }
}
