package io.lepton.gcp.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.gcp.client.KeyFiles;
import io.lepton.gcp.client.TokenServer;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In whose name and through what keys are asked for: as objects are. */
class CloudKmsConfigurationTest {
  private static final String URI = "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k";

  @TempDir private Path folder;
  private TokenServer tokens;

  @BeforeEach
  void serveTokens() throws IOException {
    tokens = new TokenServer();
  }

  @AfterEach
  void stopTokens() {
    tokens.close();
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
    tokens.answer(503);
    CloudException error =
        wrapFails(Map.of("GOOGLE_APPLICATION_CREDENTIALS", keyFile().toString()));
    assertThat(error.retryable()).isTrue();
    assertThat(error)
        .hasMessageContaining("the service that gives access tokens")
        .hasMessageNotContaining("\n");
  }

  @Test
  void theServiceIsReachedThroughTheProxyThatTheSettingsName() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> refuseOne(proxy));
      CloudException error =
          wrapFails(
              Map.of(
                  "GOOGLE_APPLICATION_CREDENTIALS",
                  keyFile().toString(),
                  "https_proxy",
                  "http://127.0.0.1:" + proxy.getLocalPort()));
      assertThat(asked.get(60, TimeUnit.SECONDS))
          .isEqualTo("CONNECT cloudkms.googleapis.com:443 HTTP/1.1");
      assertThat(error.retryable()).isTrue();
    }
  }

  /** Refuses to connect; returns what was asked for. */
  private static String refuseOne(ServerSocket proxy) {
    try (Socket client = proxy.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      String first = lines.readLine();
      for (String line = first; line != null && !line.isEmpty(); line = lines.readLine()) {}
      client
          .getOutputStream()
          .write(
              "HTTP/1.1 502 no\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return first;
    } catch (IOException e) {
      return e.toString();
    }
  }
}
