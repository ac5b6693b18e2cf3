package io.lepton.testkit.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on a free port of the loopback address that answers in the place of whoever is
 * asked for, so that a client can be seen to go through it to a name that does not exist. Plain
 * requests only: encrypted ones would need its certificate trusted. Thread safe.
 */
public final class TestProxy implements AutoCloseable {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  /** Starts a proxy that answers every request with this status and body. */
  public TestProxy(int status, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext(
        "/",
        exchange -> {
          try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    http.start();
  }

  /** Its address, as {@code http_proxy} has it. */
  public String address() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** What it was asked for so far: {@code GET http://far.example/path?query}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
