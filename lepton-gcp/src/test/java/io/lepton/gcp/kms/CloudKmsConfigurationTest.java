package io.lepton.gcp.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.gcp.client.KeyFiles;
import io.lepton.gcp.client.TokenServer;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.TunnelProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In whose name and through what keys are asked for: as objects are. */
class CloudKmsConfigurationTest {
  private static final String URI = "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k";

  @TempDir private Path folder;
  @AutoClose private TokenServer tokens;

  @BeforeEach
  void serveTokens() throws IOException {
    tokens = new TokenServer();
  }

  private Path keyFile() throws Exception {
    Path file = folder.resolve("key.json");
    KeyFiles.write(file, tokens.address());
    return file;
  }

  private CloudException wrapFails(Map<String, String> settings) {
    CloudKmsKeys keys = new CloudKmsKeys("gcp", new ProviderConfig(settings, folder));
    CloudException error =
        catchThrowableOfType(CloudException.class, () -> keys.key(URI).wrap(new byte[32], "test"));
    assertThat(error).isNotNull();
    return error;
  }

  @Test
  void aKeyFileThatIsNoneIsNamedWithWhatToDo() throws IOException {
    Path file = Files.writeString(folder.resolve("key.json"), "[]");
    CloudException error = wrapFails(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
    assertThat(error)
        .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS names '" + file + "'")
        .hasMessageContaining("no JSON object");
  }

  @Test
  void aTokenThatCannotBeHadNowIsNotTakenForADenial() throws Exception {
    tokens.refuse(503, "");
    CloudException error =
        wrapFails(Map.of("GOOGLE_APPLICATION_CREDENTIALS", keyFile().toString()));
    assertThat(error.retryable()).isTrue();
    assertThat(error)
        .hasMessageContaining("the service that gives access tokens")
        .hasMessageNotContaining("\n");
  }

  @Test
  void theServiceIsReachedThroughTheProxyThatTheSettingsNameAndThatIsToldWhoAsks()
      throws Exception {
    try (TunnelProxy proxy = new TunnelProxy()) {
      CloudException error =
          wrapFails(
              Map.of(
                  "GOOGLE_APPLICATION_CREDENTIALS",
                  keyFile().toString(),
                  "https_proxy",
                  proxy.address()));
      assertThat(proxy.tunnels()).containsExactly("cloudkms.googleapis.com:443");
      assertThat(error.retryable()).isTrue();
    }
  }
}
