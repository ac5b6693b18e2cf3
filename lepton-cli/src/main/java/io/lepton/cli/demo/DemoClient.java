package io.lepton.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks a service at a steady rate, as real ones would, and counts what fails. It
 * stops when it is closed.
 */
public final class DemoClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          4,
          task -> {
            Thread thread = new Thread(task, "demo-client");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

  private DemoClient() {}

  /**
   * Starts asking.
   *
   * @param url the model's infer URL
   * @param bodies requests, sent in turn
   * @param requestsPerSecond how many to send a second
   */
  public static DemoClient start(URI url, List<String> bodies, int requestsPerSecond) {
    DemoClient client = new DemoClient();
    Future<?> unused =
        client.clock.scheduleAtFixedRate(
            () -> client.ask(url, bodies), 0, 1_000_000 / requestsPerSecond, TimeUnit.MICROSECONDS);
    return client;
  }

  private void ask(URI url, List<String> bodies) {
    String body = bodies.get((int) (asked.getAndIncrement() % bodies.size()));
    try {
      HttpResponse<String> answer = send(url, body);
      if (answer.statusCode() != 200) {
        fail(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      fail(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(String why) {
    failed.incrementAndGet();
    firstFailure.compareAndSet(null, why);
  }

  private HttpResponse<String> send(URI url, String body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** Asks once and returns the answer's body. */
  public String once(URI url, String body) throws IOException, InterruptedException {
    return send(url, body).body();
  }

  /** Requests sent so far. */
  public long asked() {
    return asked.get();
  }

  /** How many of them were not answered with 200. */
  public long failed() {
    return failed.get();
  }

  /** What the first failed one got. */
  public Optional<String> firstFailure() {
    return Optional.ofNullable(firstFailure.get());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
