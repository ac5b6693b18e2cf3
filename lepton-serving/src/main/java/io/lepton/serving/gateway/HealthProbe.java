package io.lepton.serving.gateway;

import io.lepton.serving.gateway.Upstream.Call;
import io.lepton.serving.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every replica for its readiness, at an interval and when one is suspected. Thread safe. */
final class HealthProbe implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthProbe.class);
  private static final Call READY = new Call("GET", "/v2/health/ready", List.of(), new byte[0]);

  private final Upstream upstream;
  private final Duration timeout;
  private final Set<Endpoint> beingAsked = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lepton-gateway-probe");
            thread.setDaemon(true);
            return thread;
          });

  HealthProbe(Upstream upstream, Duration interval) {
    this.upstream = upstream;
    this.timeout = interval.multipliedBy(4);
  }

  /** Begins to ask all of {@code endpoints} each {@code interval}. */
  void start(Duration interval, Supplier<? extends Iterable<Endpoint>> endpoints) {
    var unused =
        clock.scheduleAtFixedRate(
            () -> endpoints.get().forEach(this::ask),
            0,
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Asks one replica now, unless an answer is awaited already. */
  void ask(Endpoint endpoint) {
    if (!beingAsked.add(endpoint)) {
      return;
    }
    CompletionStage<Answer> answered = upstream.send(endpoint.base(), READY, timeout);
    answered
        .handle((answer, failure) -> failure == null && answer.status() == 200)
        .whenComplete(
            (ready, failure) -> {
              beingAsked.remove(endpoint);
              boolean up = Boolean.TRUE.equals(ready);
              if (up != endpoint.up()) {
                log.info("Replica {} is {}", endpoint.base(), up ? "ready" : "not ready");
              }
              endpoint.up(up);
            });
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
