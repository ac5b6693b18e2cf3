package io.lepton.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Knocks at the registries of a request before anything is packed: Jib would repeat a connection
 * that cannot work for about a minute, without a word.
 */
final class RegistryReach {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private RegistryReach() {}

  /** Fails with what hinders a connection; any answer over TLS will do, a refusal included. */
  static void check(ImageRequest request) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    for (String registry : registries(request)) {
      client.send(
          HttpRequest.newBuilder(URI.create("https://" + registry + "/v2/"))
              .timeout(PATIENCE)
              .build(),
          HttpResponse.BodyHandlers.discarding());
    }
  }

  private static Set<String> registries(ImageRequest request) {
    Set<String> registries = new LinkedHashSet<>();
    if (request.base() instanceof ImageBase.Registry base) {
      registries.add(References.parse(base.reference(), "base").getRegistry());
    }
    if (request.target() instanceof ImageTarget.Registry target) {
      registries.add(target.repository().replaceFirst("/.*", ""));
    }
    // Those of this machine fail at once by themselves, and may be without TLS.
    registries.removeIf(References::loopback);
    return registries;
  }
}
