package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lepton.http.HttpRequest;
import io.lepton.http.Origin;
import io.lepton.http.Proxies;
import io.lepton.spi.ProviderConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests carry to prove who asks. */
class GcsAccessTest {
  @TempDir private Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer tokens;

  @BeforeEach
  void serveTokens() throws Exception {
    tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer =
              ("{\"access_token\":\"token"
                      + asked.incrementAndGet()
                      + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    tokens.start();
  }

  @AfterEach
  void stopTokens() {
    tokens.stop(0);
  }

  private GcsAccess access(Map<String, String> more) throws Exception {
    Path file = folder.resolve("key.json");
    GcsConfigurationTest.keyFile(
        file, "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token");
    Map<String, String> settings = new java.util.HashMap<>(more);
    settings.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    return GcsAccess.of("gcp", new ProviderConfig(settings, folder), Proxies.none());
  }

  private static HttpRequest request() {
    return new HttpRequest("GET", new Origin(true, "storage.googleapis.com", 443), "/");
  }

  @Test
  void aTokenIsAskedForByTheFirstRequestAndServesTheOthers() throws Exception {
    GcsAccess access = access(Map.of());
    assertThat(asked).hasValue(0);
    for (int i = 0; i < 3; i++) {
      HttpRequest request = request();
      access.prove(request);
      assertThat(request.headers().value("Authorization")).isEqualTo("Bearer token1");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoPaysIsToldWhereTheSettingsNameAProject() throws Exception {
    HttpRequest request = request();
    access(Map.of("GOOGLE_CLOUD_QUOTA_PROJECT", "payer")).prove(request);
    assertThat(request.headers().value("x-goog-user-project")).isEqualTo("payer");
  }

  @Test
  void anEmulatorIsToldNothing() throws Exception {
    HttpRequest request = request();
    GcsAccess.anonymous().prove(request);
    assertThat(request.headers().value("Authorization")).isNull();
  }
}
