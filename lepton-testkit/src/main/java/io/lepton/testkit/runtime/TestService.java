package io.lepton.testkit.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The service that contract suites deploy; one class on the JDK alone, so that its image is small.
 *
 * <p>It listens on {@code PORT}. {@code /ready} answers 200 once {@code READY_AFTER_MILLIS} have
 * passed since its start, and 503 before; {@code /greeting} answers the variable {@code GREETING};
 * {@code /slow?MILLIS} answers {@code done} after that time and prints {@code slow request} before.
 * It prints {@code listening on PORT}. With the variable {@code FAIL} it prints {@code told to
 * fail} and ends with exit code 3. Asked to end, it finishes the requests at hand first.
 */
public final class TestService implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final AtomicInteger underWay = new AtomicInteger();

  private TestService(Map<String, String> environment, Consumer<String> output) throws IOException {
    int port = Integer.parseInt(environment.getOrDefault("PORT", "0"));
    String greeting = environment.getOrDefault("GREETING", "hello");
    long readyAt =
        System.nanoTime()
            + TimeUnit.MILLISECONDS.toNanos(
                Long.parseLong(environment.getOrDefault("READY_AFTER_MILLIS", "0")));
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(workers);
    server.createContext("/greeting", exchange -> answer(exchange, 200, greeting));
    server.createContext(
        "/ready",
        exchange -> answer(exchange, System.nanoTime() - readyAt >= 0 ? 200 : 503, "ready?"));
    server.createContext("/slow", exchange -> slow(exchange, output));
  }

  /** Starts it, printing to {@code output}; fails when it is told to. */
  public static TestService start(Map<String, String> environment, Consumer<String> output)
      throws IOException {
    if (environment.containsKey("FAIL")) {
      output.accept("told to fail");
      throw new IOException("told to fail");
    }
    TestService service = new TestService(environment, output);
    service.server.start();
    output.accept("listening on " + service.server.getAddress().getPort());
    return service;
  }

  /** Runs it until the process is asked to end. */
  public static void main(String[] arguments) throws IOException {
    if (System.getenv("FAIL") != null) {
      System.out.println("told to fail");
      System.exit(3);
    }
    TestService service = start(System.getenv(), System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close));
  }

  private void slow(HttpExchange exchange, Consumer<String> output) throws IOException {
    underWay.incrementAndGet();
    output.accept("slow request");
    try {
      TimeUnit.MILLISECONDS.sleep(Long.parseLong(exchange.getRequestURI().getQuery()));
      answer(exchange, 200, "done");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Finishes the requests at hand, for ten seconds at most, and stops. */
  @Override
  public void close() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (underWay.get() > 0 && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    server.stop(0);
    workers.shutdownNow();
  }
}
