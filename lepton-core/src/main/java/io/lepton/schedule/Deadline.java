package io.lepton.schedule;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** When a search has to end. */
final class Deadline {
  private final long endNanos;
  private final BooleanSupplier cancelled;

  private Deadline(long endNanos, BooleanSupplier cancelled) {
    this.endNanos = endNanos;
    this.cancelled = cancelled;
  }

  static Deadline in(Duration limit, BooleanSupplier cancelled) {
    return new Deadline(System.nanoTime() + limit.toNanos(), cancelled);
  }

  /** A deadline after this share of the time that is left. */
  Deadline share(double part) {
    long now = System.nanoTime();
    return new Deadline(now + (long) (Math.max(0, endNanos - now) * part), cancelled);
  }

  boolean passed() {
    return System.nanoTime() - endNanos >= 0 || cancelled.getAsBoolean();
  }

  double secondsLeft() {
    return Math.max(0, (endNanos - System.nanoTime()) / 1e9);
  }
}
