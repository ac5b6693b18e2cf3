package io.lepton.testkit.key;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A key management service on a free port of the loopback address, for services that have no
 * emulator: a subclass does the service's cryptography and refuses in its words. What is common is
 * here: the HTTP server, which counts requests, and which keys are disabled or forbidden. Thread
 * safe.
 */
public abstract class KeyServer implements AutoCloseable {

  /** What may be done with a key. */
  protected enum State {
    ENABLED,
    DISABLED,
    FORBIDDEN
  }

  /** An answer that ends the request. */
  protected static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    /**
     * Refuses.
     *
     * @param status of HTTP
     * @param body JSON, as the service's errors are
     */
    public Refusal(int status, String body) {
      super(body);
      this.status = status;
    }
  }

  private final Map<String, State> states = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;
  private final String root;

  /** Makes a server without keys that answers below {@code root} once it is started. */
  protected KeyServer(String root) {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    this.root = root;
  }

  /** Starts to answer; once. */
  public void start() {
    http.createContext(root, this::exchange);
    http.start();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  /** How many requests have arrived. */
  public long requests() {
    return requests.get();
  }

  /** Makes a key and returns its name. */
  public abstract String newKey();

  /** Gives a key a new version, which wraps from now on. */
  public abstract void rotate(String name);

  /** From now on the key can be used no more, as its owner has it. */
  public void disable(String name) {
    states.put(name, State.DISABLED);
  }

  /** From now on the caller may not use the key. */
  public void forbid(String name) {
    states.put(name, State.FORBIDDEN);
  }

  /** What may be done with a key. */
  protected State state(String name) {
    return states.getOrDefault(name, State.ENABLED);
  }

  /** Answers a request with JSON, or refuses it. */
  protected abstract String answer(HttpExchange exchange) throws IOException, Refusal;

  private void exchange(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    int status = 200;
    String answer;
    try {
      answer = answer(exchange);
    } catch (Refusal refusal) {
      status = refusal.status;
      answer = String.valueOf(refusal.getMessage());
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
