package io.lepton.transfer.pace;

import java.time.Duration;

/**
 * Whether a process leaves most of the processors' time unused, be it for the network, for stores
 * or for other processes: then more requests at once may be several times as quick, and hardly
 * dearer.
 *
 * <p>Takes the time from its caller; the caller holds a lock.
 */
final class SpareTime {
  /** So long that a system's count of processor time, in steps of 10 ms, tells enough. */
  static final Duration WINDOW = Duration.ofMillis(100);

  private static final double BUSY = 0.25;

  private final int processors;
  private long sinceNanos;
  private long processorNanos;

  /** Begins to watch. */
  SpareTime(int processors, long nowNanos, long processorNanos) {
    this.processors = processors;
    restart(nowNanos, processorNanos);
  }

  /** Processor time of this process so far; 0 where the system does not tell. */
  static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  /** Whether there is something to see. */
  boolean isDue(long nowNanos) {
    return nowNanos - sinceNanos >= WINDOW.toNanos();
  }

  /** Whether most was unused since the last look. */
  boolean look(long nowNanos, long processorNanos) {
    double share =
        (double) (processorNanos - this.processorNanos) / (nowNanos - sinceNanos) / processors;
    restart(nowNanos, processorNanos);
    return share < BUSY;
  }

  private void restart(long nowNanos, long processorNanos) {
    this.sinceNanos = nowNanos;
    this.processorNanos = processorNanos;
  }
}
