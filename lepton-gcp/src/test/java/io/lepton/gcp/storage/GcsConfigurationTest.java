package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.gcp.GcpProvider;
import io.lepton.gcp.client.KeyFiles;
import io.lepton.gcp.client.TokenServer;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.TunnelProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private void assertKeyFileIsRefused(Path file, String why) {
    ProviderConfig config =
        new ProviderConfig(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()), folder);
    assertThatThrownBy(() -> GcsStorage.open("gcp", config))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT))
        .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS")
        .hasMessageContaining("'" + file + "'")
        .hasMessageContaining(why)
        .hasMessageContaining("gcloud auth application-default login")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void aKeyFileThatIsMissingOrAFolderIsNamedWithWhatToDo() {
    assertKeyFileIsRefused(folder.resolve("missing.json"), "there is no such file");
    assertKeyFileIsRefused(folder, "cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no JSON object",
        "' '|no JSON object",
        "{not json|no JSON object",
        "{|no JSON object",
        "[1, 2]|no JSON object",
        "3|no JSON object",
        "null|no JSON object",
        "{}|'type'",
        "{'type':'spaceship'}|'spaceship'",
        "{'type':'service_account'}|'private_key'",
        "{'type':'service_account','client_id':7,'client_email':[],'private_key':{}}|no key file",
        "{'type':'authorized_user'}|'refresh_token'"
      },
      quoteCharacter = '`')
  void aKeyFileThatHoldsSomethingElseIsNamedWithWhatToDo(String content, String why)
      throws IOException {
    String plain = content.startsWith("{") ? content.replace('\'', '"') : content.replace("'", "");
    Path file = Files.writeString(folder.resolve("key.json"), plain);
    assertKeyFileIsRefused(file, why);
  }

  @Test
  void aTokenThatCannotBeHadNowIsAskedForAgainAndNotTakenForADenial() throws Exception {
    try (TokenServer tokens = new TokenServer()) {
      tokens.refuse(503, "");
      for (String uri :
          List.of(tokens.address(), "http://127.0.0.1:" + ServerProcess.freePort() + "/")) {
        Path file = folder.resolve("user.json");
        Files.writeString(
            file,
            ("{'type':'authorized_user','client_id':'i','client_secret':'s','refresh_token':'r',"
                    + "'token_uri':'"
                    + uri
                    + "'}")
                .replace('\'', '"'));
        CloudException error = statFails(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
        assertThat(error.kind()).as(uri).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(error.retryable()).isTrue();
        assertThat(error).hasMessageContaining("access token");
      }
    }
  }

  @Test
  void credentialsThatAreRefusedAreSaidToBeAndNeverShown() throws Exception {
    try (TokenServer tokens = new TokenServer()) {
      tokens.refuse(
          400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired.\"}");
      Path file = folder.resolve("key.json");
      String secret = KeyFiles.write(file, tokens.address());
      CloudException error = statFails(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
      assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
      assertThat(error.retryable()).isFalse();
      for (Throwable cause = error; cause != null; cause = cause.getCause()) {
        assertThat(String.valueOf(cause.getMessage())).doesNotContain(secret.substring(0, 40));
      }
    }
  }

  @Test
  void theServiceIsReachedThroughTheProxyThatTheSettingsNameAndThatIsToldWhoAsks()
      throws Exception {
    Path file = folder.resolve("key.json");
    try (TokenServer tokens = new TokenServer();
        TunnelProxy proxy = new TunnelProxy()) {
      KeyFiles.write(file, tokens.address());
      CloudException error =
          statFails(
              Map.of(
                  "GOOGLE_APPLICATION_CREDENTIALS",
                  file.toString(),
                  "https_proxy",
                  proxy.address()));
      assertThat(proxy.tunnels()).containsExactly("storage.googleapis.com:443");
      assertThat(error.retryable()).isTrue();
    }
  }

  /** As Google's own libraries do; a key of another universe proves nothing there. */
  @Test
  void anotherUniverseIsReachedAtItsOwnDomain() throws Exception {
    Path file = folder.resolve("key.json");
    try (TokenServer tokens = new TokenServer();
        TunnelProxy proxy = new TunnelProxy()) {
      KeyFiles.write(file, tokens.address());
      String own = Files.readString(file).replace("{", "{\"universe_domain\":\"s3ns.example\",");
      Files.writeString(file, own);
      Map<String, String> settings =
          Map.of(
              "GOOGLE_APPLICATION_CREDENTIALS",
              file.toString(),
              "GOOGLE_CLOUD_UNIVERSE_DOMAIN",
              "s3ns.example",
              "https_proxy",
              proxy.address());
      statFails(settings);
      assertThat(proxy.tunnels()).containsExactly("storage.s3ns.example:443");
    }
    Map<String, String> inGooglesOwn = Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    assertThatThrownBy(() -> GcsStorage.open("gcp", new ProviderConfig(inGooglesOwn, folder)))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT))
        .hasMessageContaining("'" + file + "', which holds credentials for s3ns.example, not for")
        .hasMessageContaining("set GOOGLE_CLOUD_UNIVERSE_DOMAIN=s3ns.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://s3ns.example", "example", "a b.example"})
  void aUniverseThatIsNoDomainIsRefused(String domain) {
    ProviderConfig config =
        new ProviderConfig(Map.of("GOOGLE_CLOUD_UNIVERSE_DOMAIN", domain), folder);
    assertThatThrownBy(() -> GcsStorage.open("gcp", config))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT))
        .hasMessageContaining("GOOGLE_CLOUD_UNIVERSE_DOMAIN '" + domain + "'");
  }

  @Test
  void anEmulatorIsNotToldWhoAsks() throws IOException {
    Map<String, String> settings =
        Map.of(
            "STORAGE_EMULATOR_HOST",
            "127.0.0.1:1",
            "GOOGLE_APPLICATION_CREDENTIALS",
            folder.resolve("missing.json").toString());
    try (GcsClient client = GcsClient.open("gcp", new ProviderConfig(settings, folder))) {
      assertThat(client.request("GET", "/").headers().value("Authorization")).isNull();
    }
  }

  @Test
  void anEndpointThatNobodyServesCanBeTriedAgain() throws IOException {
    int port = ServerProcess.freePort();
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
