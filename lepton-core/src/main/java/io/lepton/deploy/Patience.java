package io.lepton.deploy;

import java.time.Duration;

/**
 * How long the rollout waits for what.
 *
 * @param ready for a revision to become ready
 * @param poll between two looks at a revision or the gateway
 * @param traffic for clients to send requests, before samples are sent in their place
 * @param judgement beyond a step's hold for the requests that its judgement needs
 */
public record Patience(Duration ready, Duration poll, Duration traffic, Duration judgement) {

  public Patience {
    if (ready.isNegative() || traffic.isNegative() || judgement.isNegative()) {
      throw new IllegalArgumentException("times to wait must not be negative");
    }
    if (poll.toMillis() < 1) {
      throw new IllegalArgumentException("poll must be at least a millisecond, not " + poll);
    }
  }

  /** Five minutes to become ready, four looks a second, 5 s without traffic, 2 min beyond. */
  public static Patience standard() {
    return new Patience(
        Duration.ofMinutes(5),
        Duration.ofMillis(250),
        Duration.ofSeconds(5),
        Duration.ofMinutes(2));
  }
}
