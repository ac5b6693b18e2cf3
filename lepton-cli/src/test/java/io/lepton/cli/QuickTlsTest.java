package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In machines of their own, for one makes its TLS but once. */
class QuickTlsTest {

  @Test
  void itIsConscryptsWithTheProtocolsOfJava() throws Exception {
    assertThat(told("")).isEqualTo("Conscrypt [TLSv1.2, TLSv1.3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Djdk.tls.client.protocols=TLSv1.3",
        "-Djavax.net.ssl.keyStore=NONE",
        "-Djavax.net.debug=none",
        "-Djsse.enableSNIExtension=false",
        "-Djava.security.properties=none",
        "forbid TLSv1.2",
        "forbid AES_128_CBC",
        "forbid TLS_CHACHA20_POLY1305_SHA256"
      })
  void itIsJavasOwnWhereThatIsSetUp(String how) throws Exception {
    assertThat(told(how)).startsWith("SunJSSE ");
  }

  private static String told(String how) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (how.startsWith("-D")) {
      command.add(how);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FreshMachine.class.getName());
    command.addAll(Stream.of(how.split(" ", -1)).filter(word -> !word.startsWith("-D")).toList());
    Process machine =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (Stream<String> lines = machine.inputReader().lines()) {
      return String.join("\n", lines.toList());
    } finally {
      assertThat(machine.waitFor()).isZero();
    }
  }

  /** Says whose TLS it has, and of what protocols. */
  static final class FreshMachine {

    public static void main(String[] args) throws Exception {
      if (args.length == 2) {
        Security.setProperty(
            "jdk.tls.disabledAlgorithms",
            Security.getProperty("jdk.tls.disabledAlgorithms") + ", " + args[1]);
      }
      SSLContext context = QuickTls.context();
      System.out.print(
          context.getProvider().getName()
              + " "
              + List.of(context.getDefaultSSLParameters().getProtocols()));
    }
  }
}
