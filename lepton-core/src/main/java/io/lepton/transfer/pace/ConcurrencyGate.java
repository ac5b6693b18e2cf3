package io.lepton.transfer.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests may be on the way at once: adapted by additive increase and multiplicative
 * decrease (Chiu and Jain, 1989), the decrease by half of the share of answers that throttle
 * (Alizadeh and others, "Data Center TCP", 2010). Starts at the most that is allowed, halves when a
 * store throttles all, does not give way to less than 2 percent of many, which is chance, and grows
 * by one after as many answers as it lets through. When a store names a time to be left alone,
 * nothing enters before. Thread safe.
 */
public final class ConcurrencyGate {
  /** Answers to requests sent before a decrease say nothing about the new limit. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * The share is that of about so many answers, or of those on the way at once if they are more.
   */
  private static final int ANSWERS = 32;

  /**
   * A smaller share is chance, not a store that cannot follow ({@code BBRLossThresh} of Cardwell
   * and others, "BBR Congestion Control", Internet-Draft, 2024).
   */
  private static final double BEARABLE = 0.02;

  private final int most;
  private final LongSupplier clock;
  private double limit;

  /** Of late answers, how many throttled, from 0 to 1. */
  private double share;

  /** How many answers the share tells of. */
  private int answers;

  private int inside;
  private long lastDecreaseNanos;
  private long closedUntilNanos;

  /** Lets through at most {@code most} at once. */
  public ConcurrencyGate(int most) {
    this(most, System::nanoTime);
  }

  ConcurrencyGate(int most, LongSupplier nanoClock) {
    this.most = most;
    this.limit = most;
    this.clock = nanoClock;
    this.closedUntilNanos = nanoClock.getAsLong();
    this.lastDecreaseNanos = closedUntilNanos - QUIET_NANOS;
  }

  /** Waits until one more may be on the way. */
  public synchronized void enter() throws InterruptedException {
    while (true) {
      long closedNanos = closedUntilNanos - clock.getAsLong();
      if (closedNanos > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, closedNanos);
      } else if (inside >= (int) limit) {
        wait();
      } else {
        inside++;
        return;
      }
    }
  }

  /** An answer came that was no throttling. */
  public synchronized void leave() {
    inside--;
    weigh(0);
    int before = (int) limit;
    limit = Math.min(most, limit + 1 / limit);
    notify();
    if ((int) limit > before) {
      notify();
    }
  }

  /**
   * The store asked to slow down.
   *
   * @param quiet how long it is to be left alone; zero when it did not say
   */
  public synchronized void leaveThrottled(Duration quiet) {
    inside--;
    weigh(1);
    long now = clock.getAsLong();
    if (share >= BEARABLE && now - lastDecreaseNanos >= QUIET_NANOS) {
      limit = Math.max(1, limit * (1 - share / 2));
      lastDecreaseNanos = now;
    }
    if (now + quiet.toNanos() - closedUntilNanos > 0) {
      closedUntilNanos = now + quiet.toNanos();
    }
    notify();
  }

  /** Takes the mean of all answers at first, then one that forgets. */
  private void weigh(int throttled) {
    answers = Math.min(answers + 1, Math.max(ANSWERS, (int) limit));
    share += (throttled - share) / answers;
  }

  /** How many may be on the way at present. */
  public synchronized int limit() {
    return (int) limit;
  }
}
