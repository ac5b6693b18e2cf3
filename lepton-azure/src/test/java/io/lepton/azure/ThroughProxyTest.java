package io.lepton.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.server.TestProxy;
import io.lepton.testkit.server.TunnelProxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The variables that name a proxy are obeyed. */
@Timeout(60)
class ThroughProxyTest {
  private static final String FAR =
      "DefaultEndpointsProtocol=http;AccountName=lepton;AccountKey=c2VjcmV0;"
          + "BlobEndpoint=http://lepton.far.example/;";
  private static final String EMPTY =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs/><NextMarker/>"
          + "</EnumerationResults>";

  private static CloudBackends open(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "AZURE_STORAGE_CONNECTION_STRING",
                FAR,
                "AZURE_KEYVAULT_EMULATOR_HOST",
                "far.vault"));
    settings.putAll(more);
    return new AzureProvider().open(new ProviderConfig(settings, Path.of(".")));
  }

  @Test
  void aContainerIsReachedThroughTheProxy() {
    try (TestProxy proxy = new TestProxy(200, "application/xml", EMPTY);
        CloudBackends backends = open(Map.of("http_proxy", proxy.address()));
        ObjectStore store = backends.storage().orElseThrow().open(Place.parse("az://box/in/"))) {
      assertThat(store.list(ListRequest.all()).objects()).isEmpty();
      assertThat(proxy.requests())
          .singleElement()
          .asString()
          .startsWith("GET http://lepton.far.example/box?");
    }
  }

  @Test
  void aVaultIsReachedThroughTheProxy() {
    try (TestProxy proxy = new TestProxy(503, "application/json", "{}");
        CloudBackends backends = open(Map.of("http_proxy", proxy.address()))) {
      CloudException error =
          catchThrowableOfType(
              CloudException.class,
              () ->
                  backends
                      .keys()
                      .orElseThrow()
                      .key("azure-kv://test-vault.vault.azure.net/keys/name")
                      .wrap(new byte[32], "test"));
      assertThat(error).hasMessageContaining("503");
      assertThat(proxy.requests()).first().asString().contains("http://far.vault/keys/name/");
    }
  }

  @Test
  void aProxyThatLeadsToEncryptedOriginsIsToldWhoAsks() {
    Map<String, String> far =
        Map.of(
            "AZURE_STORAGE_CONNECTION_STRING",
            FAR.replace("http", "https"),
            "AZURE_KEYVAULT_EMULATOR_HOST",
            "https://far.vault");
    try (TunnelProxy proxy = new TunnelProxy();
        CloudBackends backends = open(with(far, "https_proxy", proxy.address()));
        ObjectStore store = backends.storage().orElseThrow().open(Place.parse("az://box/in/"))) {
      assertThat(catchThrowableOfType(CloudException.class, () -> store.stat("k")))
          .matches(CloudException::retryable);
      assertThat(proxy.tunnels()).containsOnly("lepton.far.example:443");
      KeyEncryptionKey key =
          backends.keys().orElseThrow().key("azure-kv://test-vault.vault.azure.net/keys/name");
      assertThat(catchThrowableOfType(CloudException.class, () -> key.wrap(new byte[32], "test")))
          .matches(CloudException::retryable);
      assertThat(proxy.tunnels()).contains("far.vault:443");
    }
  }

  private static Map<String, String> with(Map<String, String> all, String name, String value) {
    Map<String, String> more = new HashMap<>(all);
    more.put(name, value);
    return more;
  }

  @Test
  void aProxyThatIsNoneIsRefusedByTheNameOfItsVariable() {
    try (CloudBackends backends = open(Map.of("https_proxy", "socks5://user:word@host"))) {
      CloudException error =
          catchThrowableOfType(
              CloudException.class,
              () -> backends.storage().orElseThrow().open(Place.parse("az://box/")));
      assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
      assertThat(error).hasMessageContaining("https_proxy").hasMessageNotContaining("word");
    }
  }
}
