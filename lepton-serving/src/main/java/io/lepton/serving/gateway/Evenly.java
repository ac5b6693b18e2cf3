package io.lepton.serving.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Says yes to exactly {@code percent} of any 100 calls in a row, spread as evenly as whole calls
 * allow (Bresenham's line), so that 5 percent means 5 of 100 and not about 5. Thread safe.
 */
final class Evenly {
  private final int percent;
  private final AtomicLong calls = new AtomicLong();

  Evenly(int percent) {
    this.percent = percent;
  }

  boolean next() {
    long call = calls.getAndIncrement();
    return (call + 1) * percent / 100 > call * percent / 100;
  }
}
