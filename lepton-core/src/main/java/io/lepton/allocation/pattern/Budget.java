package io.lepton.allocation.pattern;

import java.util.function.BooleanSupplier;

/**
 * The time a search may take, and whether its caller still wants it. Thread safe.
 *
 * @param endNanos when it ends, by {@link System#nanoTime}
 * @param cancelled asked often
 */
public record Budget(long endNanos, BooleanSupplier cancelled) {

  /** A budget of so many nanoseconds from now. */
  public static Budget nanos(long nanos, BooleanSupplier cancelled) {
    return new Budget(System.nanoTime() + nanos, cancelled);
  }

  /** Whether to stop now. */
  public boolean exhausted() {
    return System.nanoTime() - endNanos >= 0 || cancelled.getAsBoolean();
  }

  /** The earlier of this end and so many nanoseconds from now. */
  Budget atMost(long nanos) {
    long end = System.nanoTime() + nanos;
    return end - endNanos < 0 ? new Budget(end, cancelled) : this;
  }

  /** Nanoseconds until the end, from 0. */
  public long leftNanos() {
    return Math.max(0, endNanos - System.nanoTime());
  }
}
