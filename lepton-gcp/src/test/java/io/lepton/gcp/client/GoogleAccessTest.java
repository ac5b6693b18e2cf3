package io.lepton.gcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.http.Proxies;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.TunnelProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests carry to prove who asks. */
class GoogleAccessTest {
  private static final URI SERVICE = URI.create("https://storage.googleapis.com/");

  @TempDir private Path folder;
  @AutoClose private TokenServer tokens;

  @BeforeEach
  void serveTokens() throws Exception {
    tokens = new TokenServer();
  }

  private GoogleAccess access(Map<String, String> more) throws Exception {
    Path file = folder.resolve("key.json");
    KeyFiles.write(file, tokens.address());
    Map<String, String> settings = new HashMap<>(more);
    settings.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    ProviderConfig config = new ProviderConfig(settings, folder);
    return GoogleAccess.of("gcp", config, Proxies.none(), "scope");
  }

  @Test
  void aTokenIsAskedForByTheFirstRequestAndServesTheOthers() throws Exception {
    GoogleAccess access = access(Map.of());
    assertThat(tokens.asked()).hasValue(0);
    for (int i = 0; i < 3; i++) {
      assertThat(access.proof(SERVICE)).containsEntry("Authorization", List.of("Bearer token1"));
    }
    assertThat(tokens.asked()).hasValue(1);
  }

  @Test
  void whoPaysIsToldWhereTheSettingsNameAProject() throws Exception {
    assertThat(access(Map.of("GOOGLE_CLOUD_QUOTA_PROJECT", "payer")).proof(SERVICE))
        .containsEntry("x-goog-user-project", List.of("payer"));
  }

  @Test
  void aTokenThatIsNotGivenIsAskedForOnceByEachRequestWhoseSenderCountsThem() throws Exception {
    tokens.refuse(503, "");
    GoogleAccess access = access(Map.of());
    for (int i = 1; i <= 2; i++) {
      assertThat(catchThrowableOfType(CredentialsException.class, () -> access.proof(SERVICE)))
          .matches(CredentialsException::mayPass);
      assertThat(tokens.asked()).hasValue(i);
    }
  }

  @Test
  void tokensAreAskedForThroughTheProxyThatIsToldWhoAsks() throws Exception {
    Path file = folder.resolve("far.json");
    KeyFiles.write(file, "https://tokens.invalid/token");
    try (TunnelProxy proxy = new TunnelProxy()) {
      ProviderConfig config =
          new ProviderConfig(
              Map.of(
                  "GOOGLE_APPLICATION_CREDENTIALS",
                  file.toString(),
                  "https_proxy",
                  proxy.address()),
              folder);
      GoogleAccess access = GoogleAccess.of("gcp", config, config.read(Proxies::of), "scope");
      assertThat(catchThrowableOfType(CredentialsException.class, () -> access.proof(SERVICE)))
          .matches(CredentialsException::mayPass);
      assertThat(proxy.tunnels()).containsExactly("tokens.invalid:443");
    }
  }
}
