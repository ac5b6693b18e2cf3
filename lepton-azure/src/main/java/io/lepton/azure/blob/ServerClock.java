package io.lepton.azure.blob;

import io.lepton.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What time the service thinks it is, learned from its answers. Thread safe. */
final class ServerClock {
  private static final long RELEARN_MILLIS = 60_000;
  private volatile long aheadMillis;
  private volatile long learnedMillis;

  /** Takes note of an answer's {@code Date}. */
  void heard(@Nullable String date) {
    long now = System.currentTimeMillis();
    if (date == null || Math.abs(now - learnedMillis) < RELEARN_MILLIS) {
      return;
    }
    try {
      aheadMillis = HttpDate.parse(date).toEpochMilli() - now;
      learnedMillis = now;
    } catch (DateTimeParseException e) {
      // Another answer will tell.
    }
  }

  /** How far it is ahead of this machine's; below zero when it is behind. */
  Duration ahead() {
    return Duration.ofMillis(aheadMillis);
  }

  Instant now() {
    return Instant.ofEpochMilli(System.currentTimeMillis() + aheadMillis);
  }
}
