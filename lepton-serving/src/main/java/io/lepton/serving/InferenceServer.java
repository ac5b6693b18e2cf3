package io.lepton.serving;

import io.lepton.serving.http.HttpHost;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one model by the Open Inference Protocol v2 over REST.
 *
 * <p><b>Data model.</b> The model takes one input, FP32 with the batch first, and answers the
 * output {@code scores} and, where its classes have names, the output {@code label}. Tensors travel
 * as JSON or by the binary tensor data extension; bodies may be compressed by gzip or deflate both
 * ways.
 *
 * <p><b>Promises.</b> The port is bound before the model loads: the server is live at once, and
 * ready once the model is loaded and warm. A request that cannot be answered gets {@code {"error":
 * "..."}} with 400 (bad tensor), 404 (no such model), 413 (too large), 500 (the model failed) or
 * 503 with {@code Retry-After} (loading, or the queue is full). {@link #drain} loses no request.
 *
 * <p>Thread safe.
 */
public final class InferenceServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InferenceServer.class);
  private static final int WARM_UP_PASSES = 3;

  private final ServerOptions options;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final ServerMeters meters;
  private final ProtocolHandler handler;
  private final HttpHost host;
  private volatile @Nullable Predictor predictor;
  private volatile @Nullable Batcher batcher;

  private InferenceServer(ServerOptions options) {
    this.options = options;
    meters =
        new ServerMeters(
            () -> {
              Batcher serving = batcher;
              return serving == null ? 0 : serving.waitingRows();
            },
            () -> ready.get() ? 1 : 0);
    handler = new ProtocolHandler(options, ready::get, meters);
    host = HttpHost.start("lepton-serving", options.host(), options.port(), handler::handle);
  }

  /**
   * Binds the port, loads the model, warms it up, and returns when the server is ready.
   *
   * @param model loads it; the server owns and closes what it returns
   * @throws io.lepton.serving.http.PortInUseException when another program has the port; the model
   *     is not loaded then
   * @throws RuntimeException what {@code model} threw; the port is free again then
   */
  public static InferenceServer start(ServerOptions options, Supplier<? extends Predictor> model) {
    InferenceServer server = new InferenceServer(options);
    try {
      server.serve(model.get());
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return host.port();
  }

  /** Where this machine reaches it, without a trailing slash. */
  public URI endpoint() {
    return host.endpoint();
  }

  /** Whether {@code /v2/health/ready} answers 200. */
  public boolean ready() {
    return ready.get();
  }

  /**
   * Stops without losing a request: reports not ready but serves on for the notice of the options,
   * then refuses new requests, answers those in flight, and frees the model. Returns when all is
   * done. Does nothing when called again.
   */
  public void drain() {
    stop(options.drainNotice(), options.drainTimeout());
  }

  /** Stops without the notice; requests in flight are still answered. */
  @Override
  public void close() {
    stop(Duration.ZERO, options.drainTimeout());
  }

  private void serve(Predictor loaded) {
    predictor = loaded;
    int rowLength = loaded.spec().input().rowLength();
    for (int pass = 0; pass < WARM_UP_PASSES; pass++) {
      for (int rows : new int[] {1, options.maxBatchRows()}) {
        loaded.predict(new float[Math.multiplyExact(rows, rowLength)], rows);
      }
    }
    Batcher started = new Batcher(loaded, options, meters::batch);
    batcher = started;
    handler.serve(loaded.spec(), started);
    ready.set(true);
    log.info(
        "Serving model '{}' version {} on {}",
        loaded.spec().name(),
        loaded.spec().version(),
        endpoint());
  }

  private synchronized void stop(Duration notice, Duration timeout) {
    ready.set(false);
    host.drain(notice, timeout);
    if (batcher != null) {
      batcher.close();
      batcher = null;
    }
    if (predictor != null) {
      predictor.close();
      predictor = null;
    }
    meters.close();
  }
}
