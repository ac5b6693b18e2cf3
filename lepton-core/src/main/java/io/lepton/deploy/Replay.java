package io.lepton.deploy;

import com.google.common.util.concurrent.RateLimiter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends samples to the gateway at a steady pace, as clients would, until closed. What became of
 * them the gateway counts. Nothing is sent before {@link #start}.
 */
final class Replay implements AutoCloseable {
  /** Enough to judge a step of a few percent within seconds, little enough for one processor. */
  private static final double BRISK_PER_SECOND = 100;

  /** Keeps the new revision under watch without taking its processors from clients. */
  private static final double CALM_PER_SECOND = 20;

  private static final int SENDERS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI gateway;
  private final List<SampleRequest> samples;
  private final RateLimiter pace = RateLimiter.create(BRISK_PER_SECOND);
  private final AtomicLong sent = new AtomicLong();
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean closed;

  Replay(URI gateway, List<SampleRequest> samples) {
    this.gateway = gateway;
    this.samples = samples;
  }

  boolean possible() {
    return !samples.isEmpty();
  }

  boolean started() {
    return !senders.isEmpty();
  }

  long sent() {
    return sent.get();
  }

  void start() {
    if (started() || !possible()) {
      return;
    }
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> sendOn(http), "lepton-replay-" + i);
      sender.setDaemon(true);
      senders.add(sender);
      sender.start();
    }
  }

  void brisk() {
    pace.setRate(BRISK_PER_SECOND);
  }

  void calm() {
    pace.setRate(CALM_PER_SECOND);
  }

  private void sendOn(HttpClient http) {
    try {
      while (!closed) {
        pace.acquire();
        int next = (int) (sent.getAndIncrement() % samples.size());
        send(http, gateway, samples.get(next));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends one sample and throws its answer away; a failure is the service's, not the sender's. */
  static void send(HttpClient http, URI base, SampleRequest sample) throws InterruptedException {
    try {
      http.send(
          HttpRequest.newBuilder(base.resolve(sample.path()))
              .timeout(TIMEOUT)
              .header("Content-Type", sample.contentType())
              .POST(BodyPublishers.ofString(sample.body()))
              .build(),
          BodyHandlers.discarding());
    } catch (IOException e) {
      // The gateway, or the step that watches it, sees the same failure and judges it.
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread sender : senders) {
      sender.interrupt();
    }
    for (Thread sender : senders) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
