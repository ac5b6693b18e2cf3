package io.lepton.watch;

import io.lepton.event.LeptonEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Feeds a Micrometer registry from a migration's events, so that whatever monitoring the embedding
 * program has sees them. Thread safe.
 *
 * <table>
 * <caption>Meters; each also has the tags {@code migration} and {@code step}</caption>
 * <tr><th>name<th>type<th>what
 * <tr><td>{@code lepton.steps}<td>timer<td>steps that ended, tag {@code outcome}
 * <tr><td>{@code lepton.bytes}, {@code lepton.objects}, {@code lepton.batches}, {@code
 *     lepton.requests} and so on<td>counter<td>work done, one meter a unit
 * <tr><td>{@code lepton.measured}<td>gauge<td>the last point of a curve, tag {@code series}
 * <tr><td>{@code lepton.notices}<td>counter<td>things people should know, tag {@code severity}
 * </table>
 */
public final class Meters implements Consumer<LeptonEvent> {
  /** Units that go up and down, or that the timers tell already. */
  private static final Set<String> NO_COUNTERS = Set.of("replicas", "seconds");

  /** Series are bounded, so that a registry cannot be filled up. */
  private static final int MOST_SERIES = 500;

  private final MeterRegistry registry;
  private final String migration;
  private final Map<String, Long> done = new ConcurrentHashMap<>();
  private final Map<String, AtomicReference<Double>> measured = new ConcurrentHashMap<>();

  /** Meters of the migration named {@code migration}. */
  public Meters(MeterRegistry registry, String migration) {
    this.registry = registry;
    this.migration = migration;
  }

  @Override
  public void accept(LeptonEvent event) {
    Tags tags = Tags.of("migration", migration, "step", event.step());
    if (event instanceof LeptonEvent.StepStarted started) {
      done.keySet().removeIf(key -> key.startsWith(started.step() + "\n"));
    } else if (event instanceof LeptonEvent.StepFinished finished) {
      registry
          .timer("lepton.steps", tags.and("outcome", lower(finished.outcome())))
          .record(finished.elapsed());
    } else if (event instanceof LeptonEvent.Progress progress) {
      count(progress, tags);
    } else if (event instanceof LeptonEvent.Measured point) {
      gauge(point, tags);
    } else if (event instanceof LeptonEvent.Notice notice) {
      registry
          .counter("lepton.notices", tags.and("severity", lower(notice.severity())))
          .increment();
    }
  }

  /** Progress tells the sum so far; a counter wants what was added. */
  private void count(LeptonEvent.Progress progress, Tags tags) {
    String unit = progress.unit().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".");
    if (NO_COUNTERS.contains(unit) || done.size() > MOST_SERIES) {
      return;
    }
    long[] added = new long[1];
    done.compute(
        progress.step() + "\n" + unit,
        (key, before) -> {
          long last = before == null ? 0 : before;
          added[0] = Math.max(0, progress.done() - last);
          return Math.max(last, progress.done());
        });
    registry.counter("lepton." + unit, tags).increment((double) added[0]);
  }

  private void gauge(LeptonEvent.Measured point, Tags tags) {
    String key = point.step() + "\n" + point.series();
    AtomicReference<Double> value = measured.get(key);
    if (value == null && measured.size() < MOST_SERIES) {
      value = measured.computeIfAbsent(key, unused -> new AtomicReference<>(Double.NaN));
      registry.gauge(
          "lepton.measured", tags.and("series", point.series()), value, AtomicReference::get);
    }
    if (value != null) {
      value.set(point.value());
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
