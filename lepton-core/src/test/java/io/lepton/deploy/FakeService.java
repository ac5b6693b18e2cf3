package io.lepton.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A small inference server over real HTTP whose manners are told. */
final class FakeService implements AutoCloseable {
  static {
    // Without it every answer waits 40 ms for the acknowledgement of its own headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final Manners manners;
  private final AtomicLong served = new AtomicLong();

  /** How it behaves. */
  enum Manners {
    /** Answers class 0 at once. */
    GOOD,
    /** Answers class 1: never what GOOD says. */
    DISAGREES,
    /** Answers class 0 after 400 ms. */
    SLOW,
    /** Answers 500. */
    FAILS
  }

  FakeService(Manners manners) {
    this.manners = manners;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v2/health/ready", exchange -> answer(exchange, 200, ""));
    server.createContext("/v2/models/m/infer", this::infer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  long served() {
    return served.get();
  }

  private void infer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    served.incrementAndGet();
    if (manners == Manners.SLOW) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
    }
    if (manners == Manners.FAILS) {
      answer(exchange, 500, "{\"error\":\"out of order\"}");
      return;
    }
    String data = manners == Manners.DISAGREES ? "0.1,0.9" : "0.9,0.1";
    answer(
        exchange,
        200,
        String.format(
            Locale.ROOT,
            "{\"model_name\":\"m\",\"outputs\":[{\"name\":\"o\",\"datatype\":\"FP32\","
                + "\"shape\":[1,2],\"data\":[%s]}]}",
            data));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
