package io.lepton.serving.gateway;

import io.lepton.serving.protocol.InferOutputs;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What is counted while one generation of routes is in force. Thread safe. */
final class TrafficCounts {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final long generation;
  private final long start = System.nanoTime();
  private final Map<Side, SideCounts> sides = new EnumMap<>(Side.class);
  private final LongAdder failedToClient = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder mirrorErrors = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder compared = new LongAdder();
  private final LongAdder agreed = new LongAdder();
  private final DoubleAccumulator maxDifference = new DoubleAccumulator(Math::max, 0);
  private final Histogram mirrorMicros = new ConcurrentHistogram(LONGEST_MICROS, 3);

  private static final class SideCounts {
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder rescued = new LongAdder();
    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
  }

  TrafficCounts(long generation) {
    this.generation = generation;
    for (Side side : Side.values()) {
      sides.put(side, new SideCounts());
    }
  }

  void served(Side side, long nanos) {
    counts(side).requests.increment();
    record(counts(side).micros, nanos);
  }

  void failed(Side side) {
    counts(side).requests.increment();
    counts(side).errors.increment();
  }

  void retried(Side side) {
    counts(side).retries.increment();
  }

  void rescued(Side side) {
    counts(side).rescued.increment();
  }

  void failedToClient() {
    failedToClient.increment();
  }

  void mirrorSent() {
    sent.increment();
  }

  void mirrorAnswered(long nanos) {
    record(mirrorMicros, nanos);
  }

  void mirrorFailed() {
    mirrorErrors.increment();
  }

  void mirrorDropped() {
    dropped.increment();
  }

  void compared(InferOutputs.Comparison comparison) {
    compared.increment();
    if (comparison.agreed()) {
      agreed.increment();
    }
    maxDifference.accumulate(comparison.maxDifference());
  }

  GatewayStats stats() {
    return new GatewayStats(
        generation,
        (System.nanoTime() - start) / 1e9,
        stats(counts(Side.OLD)),
        stats(counts(Side.NEW)),
        new GatewayStats.Mirror(
            sent.sum(),
            mirrorMicros.getTotalCount(),
            mirrorErrors.sum(),
            dropped.sum(),
            compared.sum(),
            agreed.sum(),
            maxDifference.get(),
            millis(mirrorMicros, 50),
            millis(mirrorMicros, 99)),
        failedToClient.sum());
  }

  private static GatewayStats.Side stats(SideCounts counts) {
    return new GatewayStats.Side(
        counts.requests.sum(),
        counts.errors.sum(),
        counts.retries.sum(),
        counts.rescued.sum(),
        millis(counts.micros, 50),
        millis(counts.micros, 99));
  }

  private SideCounts counts(Side side) {
    return java.util.Objects.requireNonNull(sides.get(side));
  }

  private static void record(Histogram micros, long nanos) {
    micros.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  private static double millis(Histogram micros, double percentile) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1000.0;
  }
}
