package io.lepton.testkit.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that answers each request with its own body: in chunks below {@code /chunked}, of known
 * length elsewhere; {@code /moved} leads to the server's own address.
 */
final class EchoServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

  EchoServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::echo);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The bodies that came wholly. */
  List<byte[]> bodies() {
    return bodies;
  }

  private void echo(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String length = exchange.getRequestHeaders().getFirst("Content-Length");
      if (length != null && body.length < Long.parseLong(length)) {
        throw new EOFException("half a body");
      }
      bodies.add(body);
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/moved")) {
        exchange.getResponseHeaders().set("Location", endpoint() + "/elsewhere?x=http://y");
      }
      exchange.getResponseHeaders().set("X-Host", exchange.getRequestHeaders().getFirst("Host"));
      exchange.sendResponseHeaders(
          200, path.equals("/chunked") ? 0 : body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
