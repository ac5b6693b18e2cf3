package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProxiesTest {

  private static Proxies of(Map<String, String> variables) {
    return of(variables, Map.of());
  }

  private static Proxies of(Map<String, String> variables, Map<String, String> properties) {
    return Proxies.of(
        name -> Optional.ofNullable(variables.get(name)),
        name -> Optional.ofNullable(properties.get(name)));
  }

  private static Optional<Origin> to(Proxies proxies, boolean secure, String host) {
    return proxies.to(new Origin(secure, host, 8000)).map(Proxies.Proxy::origin);
  }

  private static BlockingHttpClient through(ScriptedServer proxy) {
    String address = "http://user:word@127.0.0.1:" + proxy.origin().port();
    return new BlockingHttpClient(
        Timeouts.standard(), of(Map.of("http_proxy", address, "HTTPS_PROXY", address)));
  }

  @Test
  void namesThatNeedNoneAreReachedWithoutOne() {
    Proxies proxies =
        of(Map.of("https_proxy", "proxy.local:3128", "no_proxy", "localhost, .inner.org,*.lab"));
    Origin proxy = new Origin(false, "proxy.local", 3128);
    assertThat(proxies.to(new Origin(true, "s3.amazonaws.com", 443)).orElseThrow().origin())
        .isEqualTo(proxy);
    assertThat(proxies.to(new Origin(true, "a.inner.org", 443))).isEmpty();
    assertThat(proxies.to(new Origin(true, "x.lab", 443))).isEmpty();
    assertThat(proxies.to(new Origin(true, "LOCALHOST", 443))).isEmpty();
    assertThat(proxies.to(new Origin(true, "dinner.org", 443))).isPresent();
    assertThat(proxies.to(new Origin(false, "s3.amazonaws.com", 80))).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> of(Map.of("https_proxy", "socks5://user:word@host")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https_proxy")
        .hasMessageNotContaining("word");
  }

  @Test
  void whoIsLetThroughIsReadFromTheAddressAndNotShown() {
    Proxies.Proxy proxy =
        of(Map.of("https_proxy", "http://me%40home:a%20:word@host")).secure().get();
    assertThat(proxy.login()).contains(new Proxies.Login("me@home", "a :word"));
    assertThat(proxy.login() + " " + proxy).doesNotContain("home", ":word");
    assertThat(proxy.authorization()).contains("Basic bWVAaG9tZTphIDp3b3Jk");
  }

  @Test
  void whoHasNoPasswordSendsAnEmptyOne() {
    assertThat(of(Map.of("https_proxy", "http://user@host")).secure().get().authorization())
        .contains("Basic dXNlcjo=");
  }

  @Test
  void javasOwnPropertiesComeBeforeTheVariables() {
    Map<String, String> variables =
        Map.of("https_proxy", "other:3128", "http_proxy", "other:3128", "no_proxy", "near.org");
    Proxies proxies =
        of(variables, Map.of("https.proxyHost", "javas.proxy", "https.proxyPort", "8080"));
    assertThat(to(proxies, true, "far.org")).contains(new Origin(false, "javas.proxy", 8080));
    assertThat(to(proxies, false, "far.org")).contains(new Origin(false, "other", 3128));
    assertThat(to(proxies, true, "near.org")).isEmpty();
    assertThat(to(proxies, true, "127.0.0.1")).isEmpty();
    assertThat(to(proxies, true, "localhost")).isEmpty();
    assertThat(to(of(variables), false, "127.0.0.1")).isPresent();
  }

  @Test
  void whatJavaShallReachWithoutItsProxyIsNamedByBeginningOrEnd() {
    Proxies proxies =
        of(
            Map.of(),
            Map.of("http.proxyHost", "javas.proxy", "http.nonProxyHosts", "10.*|*.inner.org|x"));
    assertThat(to(proxies, false, "far.org")).contains(new Origin(false, "javas.proxy", 80));
    assertThat(to(proxies, true, "far.org")).isEmpty();
    assertThat(to(proxies, false, "10.1.2.3")).isEmpty();
    assertThat(to(proxies, false, "a.inner.org")).isEmpty();
    assertThat(to(proxies, false, "x")).isEmpty();
    assertThat(to(proxies, false, "110.1.2.3")).isPresent();
    assertThat(to(proxies, false, "127.0.0.1")).isPresent();
  }

  @Test
  void aPortThatIsNoneIsRefusedAndNamed() {
    for (String port : new String[] {"0", "65536", "http"}) {
      assertThatThrownBy(
              () -> of(Map.of(), Map.of("https.proxyHost", "javas", "https.proxyPort", port)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("https.proxyPort '" + port + "'");
    }
  }

  @Test
  void aPlainRequestNamesItsOriginToTheProxy() throws Exception {
    CompletableFuture<String> head = new CompletableFuture<>();
    try (ScriptedServer proxy =
            new ScriptedServer(
                (number, talk) -> {
                  head.complete(talk.head());
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").awaitEnd();
                });
        BlockingHttpClient client = through(proxy)) {
      Origin far = new Origin(false, "far.example", 8080);
      assertThat(client.send(new HttpRequest("GET", far, "/k")).status()).isEqualTo(200);
      assertThat(head.get())
          .startsWith("GET http://far.example:8080/k HTTP/1.1\r\nHost: far.example:8080\r\n")
          .contains("Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n");
    }
  }

  @Test
  void anEncryptedOneGoesThroughATunnel() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (ScriptedServer proxy =
            new ScriptedServer(
                (number, talk) -> {
                  String head = talk.head();
                  talk.say("HTTP/1.1 200 Connection established\r\n\r\n");
                  seen.complete(head + talk.body(1));
                });
        BlockingHttpClient client = through(proxy)) {
      HttpRequest get = new HttpRequest("GET", new Origin(true, "far.example", 443), "/k");
      assertThatThrownBy(() -> client.send(get)).isInstanceOf(IOException.class);
      int recordOfHandshake = 22;
      assertThat(seen.get())
          .startsWith("CONNECT far.example:443 HTTP/1.1\r\n")
          .contains("Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n")
          .endsWith(new String(new byte[] {(byte) recordOfHandshake}, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void aProxyThatRefusesIsNamed() throws Exception {
    try (ScriptedServer proxy =
            new ScriptedServer(
                (number, talk) -> {
                  talk.head();
                  talk.say("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
                });
        BlockingHttpClient client = through(proxy)) {
      HttpRequest get = new HttpRequest("GET", new Origin(true, "far.example", 443), "/k");
      assertThatThrownBy(() -> client.send(get))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("407")
          .hasMessageNotContaining("word");
    }
  }
}
