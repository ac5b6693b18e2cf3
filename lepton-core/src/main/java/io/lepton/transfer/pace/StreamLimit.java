package io.lepton.transfer.pace;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many streams of a run go at once. Streams that wait for processors gain nothing by company:
 * it only drives their buffers from the processors' caches. So a run whose stores answer quickly
 * begins with one stream a processor and one more. As soon as it is seen to leave most of the
 * processors' time unused, be it for the network, for the stores or for other processes, it goes on
 * with the most, and stays there. Where the stores are far away it begins so.
 *
 * <p>Takes the time from its caller; the caller holds a lock.
 */
final class StreamLimit {
  /** An answer that takes as long comes from another site; within one, 1 to 5 ms are usual. */
  static final long FAR_NANOS = Duration.ofMillis(20).toNanos();

  private final int most;
  private final int processors;
  private int streams;
  private @Nullable SpareTime spare;

  /** At most {@code most} streams, on {@code processors}. */
  StreamLimit(int most, int processors) {
    this.most = most;
    this.processors = processors;
    this.streams = most;
  }

  int streams() {
    return streams;
  }

  /**
   * The first stream is about to begin.
   *
   * @param answerNanos how long the quickest answer took
   */
  void begin(long answerNanos, long nowNanos, long processorNanos) {
    if (answerNanos < FAR_NANOS) {
      streams = Math.min(most, processors + 1);
    }
    spare = new SpareTime(processors, nowNanos, processorNanos);
  }

  /** Whether there is something to see. */
  boolean isDue(long nowNanos) {
    return streams < most && spare != null && spare.isDue(nowNanos);
  }

  /** Takes note of the processor time that this process has used so far. */
  void look(long nowNanos, long processorNanos) {
    if (spare != null && spare.look(nowNanos, processorNanos)) {
      streams = most;
    }
  }
}
