package io.lepton.azure;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.lepton.azure.http.PipelineClient;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Timeouts;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.AzuriteServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;

/** The service's own emulator, in memory, started at first use and ended with this process. */
public final class Azurite {
  private static final Deque<String> CONTAINERS = new ArrayDeque<>();

  private Azurite() {}

  private static final class Client {
    static final BlobServiceClient SDK =
        new BlobServiceClientBuilder()
            .connectionString(connectionString())
            .httpClient(new PipelineClient(new BlockingHttpClient(Timeouts.standard())))
            .buildClient();
  }

  private static final class Running {
    static final AzuriteServer SERVER = start();

    private static AzuriteServer start() {
      try {
        Path log = Files.createTempFile("azurite", ".log");
        log.toFile().deleteOnExit();
        return AzuriteServer.inMemory(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static String endpoint() {
    return Running.SERVER.endpoint();
  }

  /** The emulator's published account and key, at the port it listens on. */
  public static String connectionString() {
    return connectionString(Running.SERVER.endpoint());
  }

  static String connectionString(String endpoint) {
    return AzuriteServer.connectionString(endpoint);
  }

  public static ProviderConfig config() {
    return config(Map.of("AZURE_STORAGE_CONNECTION_STRING", connectionString()));
  }

  static ProviderConfig config(Map<String, String> settings) {
    return new ProviderConfig(settings, Path.of("unused"));
  }

  /** The SDK's own client, as another tool would use it. */
  public static BlobServiceClient client() {
    return Client.SDK;
  }

  /**
   * A container of its own, until eight more have been asked for: each listing of the emulator
   * looks at every blob it has, in whatever container.
   */
  public static synchronized Place newContainer() {
    String name = UUID.randomUUID().toString();
    client().createBlobContainer(name);
    CONTAINERS.addLast(name);
    if (CONTAINERS.size() > 8) {
      client().deleteBlobContainer(CONTAINERS.removeFirst());
    }
    return new Place("az", name, "");
  }
}
