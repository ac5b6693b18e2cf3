package io.lepton.gcp.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lepton.gcp.client.GoogleAccess;
import io.lepton.gcp.client.KeyFiles;
import io.lepton.gcp.client.TokenServer;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Proxies;
import io.lepton.http.Timeouts;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that the service takes no more before its end, as Google's own clients renew it. */
class OutdatedTokenTest {
  @AutoClose private final TokenServer tokens = new TokenServer();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private volatile Predicate<String> taken = token -> true;
  private HttpServer service;
  @AutoClose private GcsClient client;
  private ObjectStore store;

  OutdatedTokenTest() throws Exception {}

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          String token = exchange.getRequestHeaders().getFirst("Authorization");
          shown.add(token);
          byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(taken.test(token) ? 200 : 401, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    service.start();
    Path file = folder.resolve("key.json");
    KeyFiles.write(file, tokens.address());
    ProviderConfig config =
        new ProviderConfig(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()), folder);
    client =
        new GcsClient(
            URI.create("http://127.0.0.1:" + service.getAddress().getPort()),
            Optional.of(GoogleAccess.of("gcp", config, Proxies.none(), "scope")),
            new BlockingHttpClient(Timeouts.standard()));
    Place place = Place.parse("gs://lake");
    store = new GcsObjectStore(client, place, new GcsErrors("gcp", place));
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private CloudException refused() {
    return fails(() -> store.list(ListRequest.all()), ErrorKind.PERMISSION_DENIED);
  }

  @Test
  void oneThatWasGoodBeforeIsRenewedForTheNextTry() {
    store.list(ListRequest.all());
    taken = token -> !token.equals("Bearer token1");

    assertThat(refused().retryable()).isTrue();

    store.list(ListRequest.all());
    assertThat(shown).containsExactly("Bearer token1", "Bearer token1", "Bearer token2");
    assertThat(tokens.asked()).hasValue(2);
  }

  @Test
  void oneThatWasNeverGoodIsNotTriedAgain() {
    store.list(ListRequest.all());
    taken = token -> false;

    assertThat(refused().retryable()).isTrue();
    assertThat(refused().retryable()).as("nor is the new one good").isFalse();
    assertThat(tokens.asked()).hasValue(2);
  }
}
