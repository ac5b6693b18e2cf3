package io.lepton.serving.gateway;

import io.lepton.serving.gateway.Forwarder.Outcome;
import io.lepton.serving.gateway.RouteStore.Numbered;
import io.lepton.serving.gateway.Upstream.Call;
import io.lepton.serving.http.Answer;
import io.lepton.serving.http.Exchange;
import io.lepton.serving.http.HttpHost;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stable address of a service whose replicas come and go.
 *
 * <p><b>Data model.</b> {@link Routes} name the replicas of an old and a new side. Of every 100
 * inference requests exactly {@code newPercent} go to the new side; of every 100 served by a side
 * exactly {@code mirrorPercent} are sent to the other side too. Each change of routes begins a new
 * generation, whose {@link #stats} start at zero; the same routes again change nothing.
 *
 * <p><b>Promises.</b> A replica that cannot be reached, breaks off, is too slow or answers 502, 503
 * or 504 costs no client a request while another replica serves: the request is sent to another
 * replica of the same side, and to the other side when that side is exhausted. Mirrored copies are
 * sent once the client's answer is there and never delay it. Routes survive a restart where there
 * is a state file, which is written before new routes take effect. Requests and answers are held in
 * memory up to {@link GatewayOptions#maxBodyBytes} because they may be sent again and compared.
 *
 * <p><b>Paths.</b> {@code /v2} and below is passed on, save {@code /v2/health/live} and {@code
 * /v2/health/ready}, which speak of the gateway: it is ready while the sides that get traffic have
 * a replica that is. {@code /metrics} is the gateway's own. {@code PUT} and {@code GET
 * /lepton/gateway/routes} and {@code GET /lepton/gateway/stats} want the control token.
 *
 * <p>Thread safe.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Pattern INFER =
      Pattern.compile("/v2/models/[^/]+(/versions/[^/]+)?/infer/?");

  private final GatewayOptions options;
  private final RouteStore store;
  private final Upstream upstream;
  private final HealthProbe probe;
  private final Forwarder forwarder;
  private final Mirror mirror;
  private final GatewayMeters meters;
  private final ControlApi control;
  private final HttpHost host;
  private volatile Generation current;

  private Gateway(GatewayOptions options) {
    this.options = options;
    store = new RouteStore(options.stateFile());
    Numbered kept = store.load();
    current = new Generation(kept.generation(), kept.routes(), Map.of());
    upstream = new Upstream(options.maxBodyBytes());
    probe = new HealthProbe(upstream, options.probeInterval());
    forwarder = new Forwarder(upstream, options.attemptTimeout(), probe::ask);
    mirror = new Mirror(forwarder, options.mirrorQueue(), options.maxBodyBytes());
    meters = new GatewayMeters(() -> current);
    control = new ControlApi(this, options.controlToken());
    try {
      host = HttpHost.start("lepton-gateway", options.host(), options.port(), this::handle);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
    probe.start(options.probeInterval(), () -> current.fleet().byBase().values());
  }

  /**
   * Listens at once, with the routes of the state file or none.
   *
   * @throws io.lepton.serving.http.PortInUseException when another program has the port
   * @throws StateFileException when the state file cannot be read
   */
  public static Gateway start(GatewayOptions options) {
    Gateway gateway = new Gateway(options);
    log.info("Gateway on {}, generation {}", gateway.endpoint(), gateway.generation());
    return gateway;
  }

  /**
   * Puts routes in force; requests under way finish by the old ones.
   *
   * @return the generation: a new one, or the present one when {@code routes} are in force already
   * @throws java.io.UncheckedIOException when they cannot be kept; the old ones stay in force
   */
  public synchronized long route(Routes routes) {
    Generation before = current;
    if (before.number() > 0 && before.routes().equals(routes)) {
      return before.number();
    }
    Numbered next = new Numbered(before.number() + 1, routes);
    store.save(next);
    current = new Generation(next.generation(), routes, before.fleet().byBase());
    current.fleet().byBase().values().forEach(probe::ask);
    log.info("Routes of generation {}: {}", next.generation(), routes);
    return next.generation();
  }

  /** The routes in force; {@link Routes#NONE} before the first. */
  public Routes routes() {
    return current.routes();
  }

  /** Counts changes of routes, from 0. */
  public long generation() {
    return current.number();
  }

  /** Counted since the present generation began. */
  public GatewayStats stats() {
    return current.counts().stats();
  }

  /** The port it listens on. */
  public int port() {
    return host.port();
  }

  /** Where this machine reaches it, without a trailing slash. */
  public URI endpoint() {
    return host.endpoint();
  }

  /**
   * Stops without losing a request: reports not ready but serves on for the notice of the options,
   * then refuses new requests and answers those in flight. Does nothing when called again.
   */
  public void drain() {
    host.drain(options.drainNotice(), options.drainTimeout());
    release();
  }

  /** Stops without the notice; requests in flight are still answered. */
  @Override
  public void close() {
    host.drain(Duration.ZERO, options.drainTimeout());
    release();
  }

  Numbered numberedRoutes() {
    Generation generation = current;
    return new Numbered(generation.number(), generation.routes());
  }

  private void release() {
    probe.close();
    upstream.close();
    meters.close();
  }

  private void handle(Exchange exchange) {
    String path = exchange.path();
    if (path.startsWith(ControlApi.PREFIX)) {
      control.handle(exchange);
    } else if (path.equals("/metrics")) {
      exchange.answer(Answer.text("text/plain; version=0.0.4; charset=utf-8", meters.scrape()));
    } else if (path.equals("/v2/health/live")) {
      exchange.answer(Answer.empty(200));
    } else if (path.equals("/v2/health/ready")) {
      exchange.answer(Answer.empty(ready() ? 200 : 503));
    } else if (INFER.matcher(path).matches() && exchange.method().equals("POST")) {
      infer(exchange);
    } else if (path.equals("/v2") || path.startsWith("/v2/")) {
      look(exchange);
    } else {
      exchange.answer(
          Answer.error(
              404, "no such path '" + path + "'; this gateway passes on /v2 and what is below"));
    }
  }

  private boolean ready() {
    Generation generation = current;
    Fleet fleet = generation.fleet();
    int newPercent = generation.routes().newPercent();
    return !host.draining()
        && ((newPercent < 100 && fleet.endpoints(Side.OLD).stream().anyMatch(Endpoint::up))
            || (newPercent > 0 && fleet.endpoints(Side.NEW).stream().anyMatch(Endpoint::up)));
  }

  private void infer(Exchange exchange) {
    long start = System.nanoTime();
    exchange.answer(
        exchange
            .body(options.maxBodyBytes())
            .thenCompose(
                body -> {
                  Generation generation = current;
                  Call call = call(exchange, body);
                  Side side = generation.nextSide();
                  return serve(generation, side, call, start)
                      .thenApply(
                          answer -> {
                            meters.answered(side, answer.status(), System.nanoTime() - start);
                            if (answer.status() < 500 && generation.nextMirrored(side)) {
                              mirror.offer(generation, side.other(), call, answer);
                            }
                            return answer;
                          });
                }));
  }

  private CompletableFuture<Answer> serve(Generation generation, Side side, Call call, long start) {
    TrafficCounts counts = generation.counts();
    return forwarder
        .forward(generation.fleet(), side, call, () -> counts.retried(side))
        .thenCompose(
            outcome -> {
              if (outcome.served()) {
                counts.served(side, System.nanoTime() - start);
                return CompletableFuture.completedFuture(outcome);
              }
              counts.failed(side);
              return outcome.worthRetrying()
                  ? rescue(generation, side, call, outcome)
                  : CompletableFuture.completedFuture(outcome);
            })
        .thenApply(
            outcome -> {
              if (!outcome.served()) {
                counts.failedToClient();
              }
              return outcome.toClient();
            });
  }

  /** The other side, as a last resort: its answer is better than none. */
  private CompletableFuture<Outcome> rescue(
      Generation generation, Side side, Call call, Outcome failed) {
    if (generation.fleet().endpoints(side.other()).isEmpty()) {
      return CompletableFuture.completedFuture(failed);
    }
    return forwarder
        .forward(generation.fleet(), side.other(), call, () -> {})
        .thenApply(
            outcome -> {
              if (outcome.served()) {
                generation.counts().rescued(side);
                return outcome;
              }
              return failed;
            });
  }

  /** Passes on what is no inference: descriptions and readiness of models. */
  private void look(Exchange exchange) {
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      exchange.answer(
          Answer.error(405, exchange.method() + " is not allowed on " + exchange.path())
              .with("Allow", "GET"));
      return;
    }
    Generation generation = current;
    Side side = generation.mainSide();
    Call call = call(exchange, new byte[0]);
    exchange.answer(
        forwarder
            .forward(generation.fleet(), side, call, () -> {})
            .thenCompose(
                outcome ->
                    outcome.worthRetrying()
                        ? rescue(generation, side, call, outcome)
                        : CompletableFuture.completedFuture(outcome))
            .thenApply(Outcome::toClient));
  }

  private static Call call(Exchange exchange, byte[] body) {
    return new Call(exchange.method(), exchange.pathAndQuery(), exchange.headers(), body);
  }
}
