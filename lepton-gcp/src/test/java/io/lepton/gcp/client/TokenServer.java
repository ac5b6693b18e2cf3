package io.lepton.gcp.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives tokens as Google does, numbered from 1, or answers with another status. */
public final class TokenServer implements AutoCloseable {
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;
  private volatile int status = 200;

  public TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer =
              ("{\"access_token\":\"token"
                      + asked.incrementAndGet()
                      + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  /** Answers so from now on. */
  public void answer(int newStatus) {
    status = newStatus;
  }

  /** How often it was asked. */
  public AtomicInteger asked() {
    return asked;
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
