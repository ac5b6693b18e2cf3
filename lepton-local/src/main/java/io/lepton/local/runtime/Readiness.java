package io.lepton.local.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks replicas whether they can serve, several at once. It keeps away from the common pool, which
 * the asynchronous half of the HTTP client completes on: a caller may have taken all of it.
 */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int AT_ONCE = 8;

  /** Made for the first question: it begins by setting up TLS, and a transfer asks none. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Client() {}
  }

  /** Which of these addresses answer 200. */
  List<Boolean> ask(List<URI> addresses) throws InterruptedException {
    if (addresses.size() < 2) {
      List<Boolean> answers = new ArrayList<>();
      for (URI address : addresses) {
        answers.add(ask(address));
      }
      return answers;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(AT_ONCE, addresses.size()), Readiness::daemon);
    try {
      List<Boolean> answers = new ArrayList<>();
      List<Callable<Boolean>> questions = new ArrayList<>();
      addresses.forEach(address -> questions.add(() -> ask(address)));
      for (Future<Boolean> answer : threads.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking for readiness failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean ask(URI address) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build();
      return Client.SHARED.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException unreachable) {
      return false;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "lepton-readiness");
    thread.setDaemon(true);
    return thread;
  }
}
