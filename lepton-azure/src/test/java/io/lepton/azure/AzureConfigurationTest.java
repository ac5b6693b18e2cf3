package io.lepton.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AzureConfigurationTest {
  private static final Place PLACE = Place.parse("az://container/prefix");

  private static CloudException refused(Map<String, String> settings) {
    try (CloudBackends backends = new AzureProvider().open(Azurite.config(settings))) {
      return catchThrowableOfType(
          CloudException.class, () -> backends.storage().orElseThrow().open(PLACE));
    }
  }

  @Test
  void theProviderIsFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(CloudProvider.class))
        .anyMatch(provider -> provider instanceof AzureProvider);
  }

  @Test
  void withoutAnAccountItSaysWhatToSet() {
    CloudException error = refused(Map.of());
    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
    assertThat(error)
        .hasMessageContaining("AZURE_STORAGE_CONNECTION_STRING")
        .hasMessageContaining("AZURE_STORAGE_ACCOUNT");
  }

  @Test
  void withoutACredentialItSaysWhatToSet() {
    CloudException error = refused(Map.of("AZURE_STORAGE_ACCOUNT", "account"));
    assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
    assertThat(error).hasMessageContaining("AZURE_STORAGE_KEY").hasMessageContaining("identity");
  }

  @Test
  void malformedSettingsAreNamedWithoutTheirSecrets() {
    CloudException key =
        refused(Map.of("AZURE_STORAGE_ACCOUNT", "account", "AZURE_STORAGE_KEY", "s3cret!"));
    assertThat(key.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
    assertThat(key.toString()).contains("Base64").doesNotContain("s3cret");
    CloudException name = refused(Map.of("AZURE_STORAGE_ACCOUNT", "Not An Account"));
    assertThat(name).hasMessageContaining("'Not An Account' is no storage account");
    CloudException connection =
        refused(Map.of("AZURE_STORAGE_CONNECTION_STRING", "AccountKey=c2VjcmV0"));
    assertThat(connection).hasMessageContaining("neither AccountName nor BlobEndpoint");
    assertThat(connection.toString()).doesNotContain("c2VjcmV0");
  }
}
