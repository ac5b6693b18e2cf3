package io.lepton.gcp.storage;

import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.Toolchain;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** fake-gcs-server, installed and started by the tests, with buckets in memory. */
final class FakeGcs implements AutoCloseable {
  private static final String VERSION = "v1.56.1";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ServerProcess server;

  private FakeGcs(ServerProcess server) {
    this.server = server;
  }

  static FakeGcs start() {
    Path program = Toolchain.goCommand("github.com/fsouza/fake-gcs-server", VERSION);
    try {
      Path log = Files.createTempFile("fake-gcs", ".log");
      log.toFile().deleteOnExit();
      return new FakeGcs(
          ServerProcess.start(
              port ->
                  List.of(
                      program.toString(),
                      "-backend=memory",
                      "-scheme=http",
                      "-host=127.0.0.1",
                      "-port=" + port,
                      "-public-host=127.0.0.1:" + port,
                      "-log-level=error"),
              Map.of(),
              log));
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
    return new ProviderConfig(
        Map.of("STORAGE_EMULATOR_HOST", endpoint), Path.of("no-state-is-kept"));
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
