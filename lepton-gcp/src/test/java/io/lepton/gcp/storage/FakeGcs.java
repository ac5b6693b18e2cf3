package io.lepton.gcp.storage;

import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.FakeGcsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** fake-gcs-server, installed and started by the tests, with buckets in memory. */
final class FakeGcs implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeGcsServer server;

  private FakeGcs(FakeGcsServer server) {
    this.server = server;
  }

  static FakeGcs start() {
    try {
      Path log = Files.createTempFile("fake-gcs", ".log");
      log.toFile().deleteOnExit();
      return new FakeGcs(new FakeGcsServer(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String endpoint() {
    return server.endpoint();
  }

  ProviderConfig config() {
    return configFor(endpoint());
  }

  /** What opens the store behind an address, such as that of a proxy. */
  static ProviderConfig configFor(String endpoint) {
    return new ProviderConfig(FakeGcsServer.settings(endpoint), Path.of("no-state-is-kept"));
  }

  /** A new bucket. */
  Place bucket() {
    String name = "b" + UUID.randomUUID();
    int status =
        send("POST", "/storage/v1/b?project=test", "{\"name\":\"" + name + "\"}").statusCode();
    if (status != 200) {
      throw new IllegalStateException("cannot create a bucket: " + status);
    }
    return new Place(GcsStorage.SCHEME, name, "");
  }

  /** A request by hand, beside the code under test. */
  HttpResponse<String> send(String method, String pathAndQuery, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(endpoint() + pathAndQuery))
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
