package io.lepton.serving.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * What the gateway counts over its whole life, in Prometheus form; {@link TrafficCounts} counts by
 * generation. Thread safe.
 */
final class GatewayMeters implements AutoCloseable {
  private static final Duration[] LATENCY_BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  GatewayMeters(Supplier<Generation> current) {
    Gauge.builder("lepton.gateway.routes.generation", () -> current.get().number())
        .description("Generation of the routes in force")
        .register(registry);
    Gauge.builder("lepton.gateway.new.percent", () -> current.get().routes().newPercent())
        .description("Share of inference requests that the new side serves")
        .register(registry);
    for (Side side : Side.values()) {
      Gauge.builder(
              "lepton.gateway.replicas.ready",
              () -> current.get().fleet().endpoints(side).stream().filter(Endpoint::up).count())
          .description("Replicas that answer")
          .tag("side", name(side))
          .register(registry);
      Gauge.builder(
              "lepton.gateway.requests.outstanding",
              () ->
                  current.get().fleet().endpoints(side).stream()
                      .mapToInt(Endpoint::outstanding)
                      .sum())
          .description("Requests that replicas have not answered yet")
          .tag("side", name(side))
          .register(registry);
    }
    new ProcessorMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
  }

  /** An inference request was answered to the client. */
  void answered(Side side, int status, long nanos) {
    Timer.builder("lepton.gateway.request.duration")
        .description("Inference requests, from arrival to answer")
        .tag("side", name(side))
        .tag("status", String.valueOf(status))
        .serviceLevelObjectives(LATENCY_BUCKETS)
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }

  private static String name(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }
}
