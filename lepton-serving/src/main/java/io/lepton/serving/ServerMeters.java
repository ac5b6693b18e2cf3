package io.lepton.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** What the server counts, in Prometheus form. Thread safe. */
final class ServerMeters implements AutoCloseable {
  private static final Duration[] LATENCY_BUCKETS =
      java.util.stream.LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer latency =
      Timer.builder("lepton.inference.duration")
          .description("From the request's arrival to its answer")
          .serviceLevelObjectives(LATENCY_BUCKETS)
          .register(registry);
  private final DistributionSummary batchRows =
      DistributionSummary.builder("lepton.inference.batch.rows")
          .description("Rows of each forward pass")
          .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
          .register(registry);

  ServerMeters(Supplier<Number> queueRows, Supplier<Number> ready) {
    Gauge.builder("lepton.inference.queue.rows", queueRows)
        .description("Rows that wait for the model")
        .register(registry);
    Gauge.builder("lepton.inference.ready", ready)
        .description("1 while the server reports ready")
        .register(registry);
    new ProcessorMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    // A counter that is first seen at its first error has no rate; these are there from the start.
    for (int status : new int[] {400, 413, 500, 503}) {
      errors(status);
    }
    requests(200);
  }

  void answered(int status, long startNanos) {
    latency.record(Duration.ofNanos(System.nanoTime() - startNanos));
    requests(status).increment();
    if (status >= 400) {
      errors(status).increment();
    }
  }

  void batch(int rows) {
    batchRows.record(rows);
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }

  private Counter requests(int status) {
    return Counter.builder("lepton.inference.requests")
        .description("Inference requests answered")
        .tag("status", String.valueOf(status))
        .register(registry);
  }

  private Counter errors(int status) {
    return Counter.builder("lepton.inference.errors")
        .description("Inference requests answered with an error")
        .tag("status", String.valueOf(status))
        .register(registry);
  }
}
