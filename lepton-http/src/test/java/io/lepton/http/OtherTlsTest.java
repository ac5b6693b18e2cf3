package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testkit.server.TlsIdentity;
import java.net.ConnectException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As the command has it: another TLS, and Java's where that does not do. */
@Timeout(60)
class OtherTlsTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  @TempDir private Path folder;
  private SSLContext before;
  private final BlockingHttpClient client = new BlockingHttpClient(Timeouts.standard());

  @BeforeEach
  void remember() throws Exception {
    before = SSLContext.getDefault();
  }

  @AfterEach
  void restore() {
    client.close();
    SSLContext.setDefault(before);
    TlsContext.takeFrom(SSLContext::getDefault);
  }

  private TlsIdentity trusted(String key) throws Exception {
    TlsIdentity who = TlsIdentity.make(folder, key, List.of(), "ip:127.0.0.1", "dns:localhost");
    SSLContext.setDefault(who.client());
    SSLContext other = SSLContext.getInstance("TLS", Conscrypt.newProvider());
    char[] password = TlsIdentity.PASSWORD.toCharArray();
    JavaTrust.setUp(other, KeyStore.getInstance(who.trustStore().toFile(), password));
    TlsContext.takeFrom(() -> other);
    return who;
  }

  private static ScriptedServer serve(TlsIdentity who) {
    return new ScriptedServer(
        who.server().getServerSocketFactory(),
        (number, talk) -> {
          while (true) {
            talk.head();
            talk.say(HELLO);
          }
        });
  }

  private String ask(ScriptedServer server) throws Exception {
    return BlockingHttpClientTest.text(client.send(BlockingHttpClientTest.get(server)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-keyalg Ed25519", "-keyalg EC -groupname secp521r1"})
  void whoseKeyIsOfAKindThatTheOtherDoesNotKnowIsMetWithJavas(String key) throws Exception {
    try (ScriptedServer server = serve(trusted(key))) {
      assertThat(ask(server)).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(2);
      client.close();
    }
  }

  @Test
  void aNameThatTheOtherDoesNotKnowIsJudgedByJava() throws Exception {
    TlsIdentity who = trusted("-keyalg EC -groupname secp256r1");
    try (ScriptedServer proxy =
            ScriptedServer.proxyTo(
                who.server(), new CompletableFuture<>(), (number, talk) -> talk.head());
        BlockingHttpClient led = proxy.clientOfProxy()) {
      Origin far = new Origin(true, "my_store.example", 443);
      assertThatThrownBy(() -> led.send(new HttpRequest("GET", far, "/")))
          .isInstanceOf(UntrustedServerException.class)
          .hasMessageContaining("my_store.example does not prove to be that");
    }
  }

  @Test
  void whomTheOtherKnowsIsMetWithItAlone() throws Exception {
    try (ScriptedServer server = serve(trusted("-keyalg EC -groupname secp256r1"))) {
      assertThat(ask(server)).isEqualTo("hello");
      assertThat(server.connections()).isOne();
      client.close();
    }
  }

  @Test
  void whoIsNotTrustedIsNotAskedAgain() throws Exception {
    TlsIdentity who = trusted("-keyalg EC -groupname secp256r1");
    TlsContext.takeFrom(() -> before);
    try (ScriptedServer server = serve(who)) {
      assertThatThrownBy(() -> ask(server)).isInstanceOf(UntrustedServerException.class);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void whoSpeaksNeitherIsRefused() throws Exception {
    trusted("-keyalg EC -groupname secp256r1");
    try (ScriptedServer server =
        new ScriptedServer((number, talk) -> talk.say("HTTP/1.1 400 no\r\n\r\n").awaitEnd())) {
      Origin origin = new Origin(true, "127.0.0.1", server.origin().port());
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> client.send(new HttpRequest("GET", origin, "/")))
            .isInstanceOf(ConnectException.class)
            .hasMessageContaining(origin.header());
      }
      assertThat(server.connections()).isEqualTo(4);
    }
  }
}
