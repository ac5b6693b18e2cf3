package io.lepton.transfer.pace;

import dev.failsafe.RateLimiter;
import io.lepton.transfer.content.ReadMeter;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts every byte read in a run and holds the run to its bandwidth limit. Thread safe. */
public final class Bandwidth implements ReadMeter {
  /** The limiter spaces permits by whole nanoseconds, too coarse for single bytes. */
  private static final int PERMIT_BYTES = 1024;

  private final LongAdder total = new LongAdder();
  private final LongAdder opened = new LongAdder();
  private final Optional<RateLimiter<Object>> limiter;
  private final int largestReadBytes;

  /** Holds reads to {@code bytesPerSecond}; empty for no limit. */
  public Bandwidth(OptionalLong bytesPerSecond) {
    if (bytesPerSecond.isPresent()) {
      long permits = Math.max(1, bytesPerSecond.getAsLong() / PERMIT_BYTES);
      limiter = Optional.of(RateLimiter.smoothBuilder(permits, Duration.ofSeconds(1)).build());
      // Ten reads a second are even enough, and a waiting reader can be interrupted soon.
      largestReadBytes =
          (int) Math.max(PERMIT_BYTES, Math.min(1 << 20, bytesPerSecond.getAsLong() / 10));
    } else {
      limiter = Optional.empty();
      largestReadBytes = Integer.MAX_VALUE;
    }
  }

  @Override
  public void opened() {
    opened.increment();
  }

  @Override
  public int largestReadBytes() {
    return largestReadBytes;
  }

  @Override
  public void read(int bytes) throws InterruptedIOException {
    total.add(bytes);
    if (limiter.isPresent() && bytes > 0) {
      int permits = (bytes + PERMIT_BYTES - 1) / PERMIT_BYTES;
      Duration wait = limiter.get().reservePermits(permits);
      try {
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted =
            new InterruptedIOException("interrupted while waiting for bandwidth");
        interrupted.initCause(e);
        throw interrupted;
      }
    }
  }

  /** Read requests so far. */
  public long openings() {
    return opened.sum();
  }

  /** Bytes read so far. */
  public long total() {
    return total.sum();
  }
}
