package io.lepton.local.runtime;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks replicas whether they can serve, all at once. */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Which of these addresses answer 200. */
  List<Boolean> ask(List<URI> addresses) {
    List<CompletableFuture<Boolean>> answers =
        addresses.stream()
            .map(
                address ->
                    client
                        .sendAsync(
                            HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build(),
                            HttpResponse.BodyHandlers.discarding())
                        .thenApply(answer -> answer.statusCode() == 200)
                        .exceptionally(unreachable -> false))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }
}
