package io.lepton.it.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.aws.AwsProvider;
import io.lepton.azure.AzureProvider;
import io.lepton.gcp.GcpProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.server.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that nobody vouches for is told by name, hears nothing, and is not asked again. */
@Timeout(60)
class UntrustedServerTest {
  private final AtomicInteger connections = new AtomicInteger();
  @TempDir private Path folder;
  private ServerSocket server;

  @BeforeEach
  void serve() throws IOException {
    server =
        TlsIdentity.make(folder, "dns:localhost")
            .server()
            .getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "untrusted");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        connections.incrementAndGet();
        assertThat(client.getInputStream().read()).isNegative();
      } catch (IOException e) {
        // The client refuses.
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private String endpoint() {
    return "https://localhost:" + server.getLocalPort();
  }

  private void refuses(CloudProvider provider, String place, Map<String, String> settings) {
    try (CloudBackends backends = provider.open(new ProviderConfig(settings, folder));
        ObjectStore store = backends.storage().orElseThrow().open(Place.parse(place))) {
      CloudException error =
          catchThrowableOfType(CloudException.class, () -> store.list(ListRequest.all()));
      assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
      assertThat(error.retryable()).isFalse();
      assertThat(error)
          .hasMessageContaining("localhost:" + server.getLocalPort() + " does not prove")
          .hasMessageContaining("-Djavax.net.ssl.trustStore");
    }
    assertThat(connections.get()).isOne();
  }

  @Test
  void ofS3() {
    refuses(
        new AwsProvider(),
        "s3://bucket/in/",
        Map.of(
            "AWS_ENDPOINT_URL_S3", endpoint(),
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_REGION", "us-east-1"));
  }

  @Test
  void ofAzure() {
    refuses(
        new AzureProvider(),
        "az://box/in/",
        Map.of(
            "AZURE_STORAGE_CONNECTION_STRING",
            "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=c2VjcmV0;BlobEndpoint="
                + endpoint()
                + "/acc;"));
  }

  @Test
  void ofGoogle() {
    refuses(new GcpProvider(), "gs://bucket/in/", Map.of("STORAGE_EMULATOR_HOST", endpoint()));
  }
}
