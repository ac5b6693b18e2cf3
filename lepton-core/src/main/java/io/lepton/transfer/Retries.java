package io.lepton.transfer;

import io.lepton.config.InputException;
import java.time.Duration;

/**
 * How often and how patiently a failed request is sent again: exponential back-off with full
 * jitter, only for errors that their store calls retryable.
 *
 * @param attempts how often a request is sent at most
 * @param firstDelay wait before the second attempt
 * @param longestDelay where doubling ends
 */
public record Retries(int attempts, Duration firstDelay, Duration longestDelay) {

  public Retries {
    if (attempts < 1 || firstDelay.toMillis() < 1 || longestDelay.compareTo(firstDelay) < 0) {
      throw new InputException(
          "retries need at least 1 attempt and 1 ms <= first delay <= longest delay: "
              + attempts
              + ", "
              + firstDelay
              + ", "
              + longestDelay);
    }
  }

  /** Eight attempts, 100 ms to 20 s apart. */
  public static Retries standard() {
    return new Retries(8, Duration.ofMillis(100), Duration.ofSeconds(20));
  }
}
