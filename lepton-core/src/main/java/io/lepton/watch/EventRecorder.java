package io.lepton.watch;

import io.lepton.event.LeptonEvent;
import io.lepton.event.LeptonEvent.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Remembers what a report needs, in bounded memory: a curve that grows too long is thinned to every
 * second point, and what exceeds the other limits is counted only. Thread safe.
 */
public final class EventRecorder implements Consumer<LeptonEvent> {
  private static final int MOST_CURVES = 64;
  private static final int MOST_NOTICES = 200;
  private static final int MOST_STEPS = 500;

  private final Clock clock;
  private final Instant began;
  private final Map<String, Recording.Span> steps = new LinkedHashMap<>();
  private final Map<List<String>, ThinnedCurve> curves = new LinkedHashMap<>();
  private final Map<String, ThroughputMeter> throughput = new LinkedHashMap<>();
  private final List<LeptonEvent.Notice> notices = new ArrayList<>();
  private long noticesLeftOut;

  /** Starts to remember. */
  public EventRecorder() {
    this(Clock.systemUTC());
  }

  /** Starts to remember, by {@code clock}. */
  public EventRecorder(Clock clock) {
    this(Recording.none(clock.instant()), clock);
  }

  /** Goes on from what an earlier run remembered. */
  public EventRecorder(Recording earlier, Clock clock) {
    this.clock = clock;
    this.began = earlier.began();
    earlier.steps().forEach(span -> steps.put(span.step(), span));
    earlier
        .curves()
        .forEach(
            curve ->
                curves.put(List.of(curve.chart(), curve.name()), new ThinnedCurve(curve.points())));
    earlier
        .throughput()
        .forEach(
            curve ->
                throughput.put(
                    curve.name(), new ThroughputMeter(new ThinnedCurve(curve.points()))));
    notices.addAll(earlier.notices());
    noticesLeftOut = earlier.noticesLeftOut();
  }

  @Override
  public synchronized void accept(LeptonEvent event) {
    if (event instanceof LeptonEvent.StepStarted started) {
      begin(started);
    } else if (event instanceof LeptonEvent.StepFinished finished) {
      finish(finished);
    } else if (event instanceof LeptonEvent.Progress progress) {
      if (progress.unit().equals("bytes") && room(throughput, progress.step())) {
        throughput
            .computeIfAbsent(progress.step(), step -> new ThroughputMeter(new ThinnedCurve()))
            .add(seconds(), progress.done());
      }
    } else if (event instanceof LeptonEvent.Measured point) {
      List<String> key = List.of(point.step(), point.series());
      if (room(curves, key)) {
        curves
            .computeIfAbsent(key, unused -> new ThinnedCurve())
            .add(new Curve.Point(point.x(), point.value()));
      }
    } else if (event instanceof LeptonEvent.Notice notice) {
      if (notices.contains(notice)) {
        return;
      }
      if (notices.size() < MOST_NOTICES) {
        notices.add(notice);
      } else {
        noticesLeftOut++;
      }
    }
  }

  /** What is remembered so far. */
  public synchronized Recording recording() {
    List<Recording.Span> spans = new ArrayList<>();
    for (Recording.Span span : steps.values()) {
      spans.add(
          span.outcome().isPresent()
              ? span
              : new Recording.Span(
                  span.step(),
                  span.title(),
                  span.began(),
                  Duration.between(span.began(), clock.instant()),
                  span.outcome(),
                  span.detail()));
    }
    List<Curve> lines = new ArrayList<>();
    curves.forEach((key, curve) -> lines.add(new Curve(key.get(0), key.get(1), curve.points())));
    List<Curve> rates = new ArrayList<>();
    throughput.forEach(
        (step, meter) -> rates.add(new Curve("bytes per second", step, meter.points())));
    return new Recording(spans, lines, rates, notices, noticesLeftOut, began);
  }

  /** A step that begins again is told anew; points that it told before a crash are dropped. */
  private void begin(LeptonEvent.StepStarted started) {
    if (steps.size() >= MOST_STEPS && !steps.containsKey(started.step())) {
      return;
    }
    steps.put(
        started.step(),
        new Recording.Span(
            started.step(), started.title(), clock.instant(), Duration.ZERO, Optional.empty(), ""));
    curves.keySet().removeIf(key -> key.get(0).equals(started.step()));
    throughput.remove(started.step());
  }

  /** A step that an earlier run did keeps what that run told. */
  private void finish(LeptonEvent.StepFinished finished) {
    Recording.Span span = steps.get(finished.step());
    boolean known = span != null && span.outcome().filter(Outcome.DONE::equals).isPresent();
    if (finished.outcome() == Outcome.SKIPPED && known) {
      return;
    }
    if (span == null && steps.size() >= MOST_STEPS) {
      return;
    }
    Instant end = clock.instant();
    steps.put(
        finished.step(),
        new Recording.Span(
            finished.step(),
            span == null ? finished.step() : span.title(),
            span == null ? end.minus(finished.elapsed()) : span.began(),
            finished.elapsed(),
            Optional.of(finished.outcome()),
            finished.detail()));
  }

  private static <K> boolean room(Map<K, ?> map, K key) {
    return map.size() < MOST_CURVES || map.containsKey(key);
  }

  private double seconds() {
    return Duration.between(began, clock.instant()).toNanos() / 1e9;
  }
}
