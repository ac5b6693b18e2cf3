package io.lepton.deploy;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.time.Duration;

/** Waits between two looks at something. */
final class Pause {
  private Pause() {}

  /**
   * Waits.
   *
   * @throws CloudException CANCELLED when the thread is interrupted; the interrupt stays set
   */
  static void of(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static CloudException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return CloudException.of(ErrorKind.CANCELLED)
        .operation("roll out")
        .cause(cause)
        .message("interrupted; the same command continues");
  }
}
