package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.lepton.gcp.GcpProvider;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests go and in whose name. */
class GcsConfigurationTest {
  @TempDir private Path folder;

  private CloudException statFails(Map<String, String> settings) {
    try (GcsStorage storage = GcsStorage.open("gcp", new ProviderConfig(settings, folder))) {
      CloudException error =
          catchThrowableOfType(
              CloudException.class, () -> storage.open(Place.parse("gs://b/")).stat("k"));
      assertThat(error).isNotNull();
      return error;
    }
  }

  @Test
  void theProviderIsFound() {
    assertThat(ServiceLoader.load(CloudProvider.class))
        .anySatisfy(provider -> assertThat(provider).isInstanceOf(GcpProvider.class));
  }

  @Test
  void aKeyFileThatIsMissingIsNamedWithWhatToDo() {
    String missing = folder.resolve("missing.json").toString();
    CloudException error = statFails(Map.of("GOOGLE_APPLICATION_CREDENTIALS", missing));
    assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
    assertThat(error).hasMessageContaining(missing).hasMessageContaining("gcloud auth");
  }

  @Test
  void credentialsThatAreRefusedAreSaidToBeAndNeverShown() throws Exception {
    HttpServer tokens =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] refusal =
        "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired.\"}"
            .getBytes(StandardCharsets.UTF_8);
    tokens.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(400, refusal.length);
          exchange.getResponseBody().write(refusal);
          exchange.close();
        });
    tokens.start();
    try {
      Path file = folder.resolve("key.json");
      String secret = keyFile(file, "http://127.0.0.1:" + tokens.getAddress().getPort() + "/");
      CloudException error = statFails(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
      assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
      assertThat(error.retryable()).isFalse();
      for (Throwable cause = error; cause != null; cause = cause.getCause()) {
        assertThat(String.valueOf(cause.getMessage())).doesNotContain(secret.substring(0, 40));
      }
    } finally {
      tokens.stop(0);
    }
  }

  /** Writes a service account's key file, made up. */
  static String keyFile(Path file, String tokenUri) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Files.writeString(
        file,
        ("{'type':'service_account','project_id':'p','private_key_id':'i','client_id':'1',"
                + "'client_email':'a@p.iam.gserviceaccount.com','token_uri':'"
                + tokenUri
                + "','private_key':'-----BEGIN PRIVATE KEY-----\\n"
                + key
                + "\\n-----END PRIVATE KEY-----\\n'}")
            .replace('\'', '"'));
    return key;
  }

  @Test
  void anEndpointThatNobodyServesCanBeTriedAgain() throws IOException {
    int port = io.lepton.testkit.server.ServerProcess.freePort();
    CloudException error = statFails(Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:" + port));
    assertThat(error.kind()).isEqualTo(ErrorKind.TIMED_OUT);
    assertThat(error.retryable()).isTrue();
    assertThat(error).hasMessageContaining("cannot be reached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "a b:1", "http://h/?q=1", "http://user:secret@h/"})
  void anEndpointThatIsNoAddressIsRefused(String host) {
    ProviderConfig config = new ProviderConfig(Map.of("STORAGE_EMULATOR_HOST", host), folder);
    assertThatThrownBy(() -> GcsStorage.open("gcp", config))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT))
        .hasMessageContaining("STORAGE_EMULATOR_HOST")
        .hasMessageNotContaining("secret");
  }
}
