package io.lepton.transfer.pace;

import java.util.concurrent.TimeUnit;

/**
 * How many requests may be on the way at once: adapted by additive increase and multiplicative
 * decrease (Chiu and Jain, 1989). Starts at the most that is allowed, halves when a store throttles
 * and grows by one after as many answers as it lets through. Thread safe.
 */
public final class ConcurrencyGate {
  /** Answers to requests sent before a decrease say nothing about the new limit. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final int most;
  private double limit;
  private int inside;
  private long lastDecreaseNanos = System.nanoTime() - QUIET_NANOS;

  /** Lets through at most {@code most} at once. */
  public ConcurrencyGate(int most) {
    this.most = most;
    this.limit = most;
  }

  /** Waits until one more may be on the way. */
  public synchronized void enter() throws InterruptedException {
    while (inside >= (int) limit) {
      wait();
    }
    inside++;
  }

  /** An answer came that was no throttling. */
  public synchronized void leave() {
    inside--;
    limit = Math.min(most, limit + 1 / limit);
    notify();
  }

  /** The store asked to slow down. */
  public synchronized void leaveThrottled() {
    inside--;
    long now = System.nanoTime();
    if (now - lastDecreaseNanos >= QUIET_NANOS) {
      limit = Math.max(1, limit / 2);
      lastDecreaseNanos = now;
    }
    notify();
  }

  /** How many may be on the way at present. */
  public synchronized int limit() {
    return (int) limit;
  }
}
