package io.lepton.deploy;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;

/**
 * Lets each replica of a new revision answer a few samples that nobody measures: the first answers
 * of a process that compiles as it runs say nothing about those to come.
 */
final class WarmUp {
  private static final int REQUESTS = 20;

  /** A service whose answers take seconds is warm after a few. */
  private static final long LONGEST_NANOS = 5_000_000_000L;

  private WarmUp() {}

  static void run(List<URI> replicas, List<SampleRequest> samples) {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      for (URI replica : replicas) {
        long began = System.nanoTime();
        for (int i = 0; i < REQUESTS && !samples.isEmpty(); i++) {
          Replay.send(http, replica, samples.get(i % samples.size()));
          if (System.nanoTime() - began > LONGEST_NANOS) {
            break;
          }
        }
      }
    } catch (InterruptedException e) {
      throw Pause.interrupted(e);
    }
  }
}
