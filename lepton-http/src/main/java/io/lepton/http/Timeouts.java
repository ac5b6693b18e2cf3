package io.lepton.http;

import java.time.Duration;

/**
 * How long nothing may happen. What is overdue ends within half a second.
 *
 * @param connect until a connection stands: through a proxy until that has passed on, over TLS
 *     until hands are shaken; a server that is slower is told as one that cannot be connected to.
 *     How long its name takes to be looked up is not counted
 * @param silence between two runs of bytes, in either direction
 * @param idle how long a connection is kept between two requests
 */
public record Timeouts(Duration connect, Duration silence, Duration idle) {

  public Timeouts {
    if (connect.toMillis() < 1 || silence.toMillis() < 1 || idle.toMillis() < 1) {
      throw new IllegalArgumentException(
          "timeouts must be at least 1 ms: " + connect + ", " + silence + ", " + idle);
    }
  }

  /** 20 seconds to connect, two minutes of silence, 30 seconds idle. */
  public static Timeouts standard() {
    return new Timeouts(Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofSeconds(30));
  }

  /** The same with another bound of silence. */
  public Timeouts silence(Duration value) {
    return new Timeouts(connect, value, idle);
  }
}
