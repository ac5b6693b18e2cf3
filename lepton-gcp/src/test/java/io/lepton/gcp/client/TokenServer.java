package io.lepton.gcp.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives tokens as Google does, numbered from 1, or answers otherwise. */
public final class TokenServer implements AutoCloseable {
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String refusal = "";

  public TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer = answer(asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  private String answer(int number) {
    return status == 200
        ? "{\"access_token\":\"token" + number + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
        : refusal;
  }

  /** Refuses from now on. */
  public void refuse(int newStatus, String answer) {
    refusal = answer;
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
