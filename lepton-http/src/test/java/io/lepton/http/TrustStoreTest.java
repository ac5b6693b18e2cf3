package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testkit.server.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    return told(
        "-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=" + password);
  }

  private static String told(String... settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(settings));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Opening.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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

  @Test
  void aWrongPasswordOfTheKeyStoreIsNotBlamedOnTheTrustStore() throws Exception {
    TlsIdentity identity = TlsIdentity.make(folder, "dns:localhost");
    Path store = identity.keyStore();
    String[] trust = {
      "-Djavax.net.ssl.trustStore=" + identity.trustStore(),
      "-Djavax.net.ssl.trustStorePassword=" + TlsIdentity.PASSWORD
    };
    String keys = "-Djavax.net.ssl.keyStore=" + store;
    String password = "-Djavax.net.ssl.keyStorePassword=";

    assertThat(told(trust[0], trust[1], keys, password + TlsIdentity.PASSWORD)).isEqualTo("open");
    for (String told :
        List.of(
            told(trust[0], trust[1], keys, password + "guessed"),
            told(keys, password + "guessed"))) {
      assertThat(told)
          .startsWith(store + ": Java cannot read this key store (")
          .contains("password was incorrect")
          .contains("-Djavax.net.ssl.keyStore and -Djavax.net.ssl.keyStorePassword")
          .doesNotContain("trust");
    }
  }
}
