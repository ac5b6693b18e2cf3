package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testkit.server.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In machines of their own, for one reads its trust store but once. */
@Timeout(120)
class TrustStoreTest {
  @TempDir private Path folder;

  /** Makes a client, and tells how that went. */
  static final class Opening {
    public static void main(String[] args) {
      try (BlockingHttpClient client =
          BlockingHttpClient.of(Timeouts.standard(), name -> Optional.empty())) {
        System.out.print(client == null ? "none" : "open");
      } catch (IllegalArgumentException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  private static String told(Path store, String password) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=" + password,
                "-cp",
                System.getProperty("java.class.path"),
                Opening.class.getName())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void oneThatCanBeReadIsTaken() throws Exception {
    TlsIdentity identity = TlsIdentity.make(folder, "dns:localhost");
    assertThat(told(identity.trustStore(), TlsIdentity.PASSWORD)).isEqualTo("open");
  }

  @Test
  void aWrongPasswordIsToldWithTheFileAndTheSetting() throws Exception {
    TlsIdentity identity = TlsIdentity.make(folder, "dns:localhost");
    assertThat(told(identity.trustStore(), "guessed"))
        .startsWith(identity.trustStore() + ": Java cannot read this trust store (")
        .contains("password was incorrect")
        .contains("-Djavax.net.ssl.trustStorePassword");
  }

  @Test
  void aFileThatIsNoneIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("trust.pem"), "-----BEGIN CERTIFICATE-----");
    assertThat(told(file, "")).startsWith(file + ": Java cannot read this trust store (");
  }
}
