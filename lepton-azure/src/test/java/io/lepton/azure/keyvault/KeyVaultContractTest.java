package io.lepton.azure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.azure.AzureProvider;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.testkit.key.KeyServer;
import io.lepton.testkit.key.KeyServerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract on the wire, before a server that does the service's cryptography. */
class KeyVaultContractTest extends KeyServerContract {
  private static final String VAULT = "azure-kv://test-vault.vault.azure.net/keys/";
  private final KeyVaultServer server = new KeyVaultServer();

  @Override
  protected CloudProvider provider() {
    return new AzureProvider();
  }

  @Override
  protected String addressVariable() {
    return "AZURE_KEYVAULT_EMULATOR_HOST";
  }

  @Override
  protected String prefix() {
    return VAULT;
  }

  @Override
  protected KeyServer server() {
    return server;
  }

  @Override
  protected String missingKey() {
    return VAULT + "missing";
  }

  @Override
  protected List<String> malformed() {
    return List.of(
        "azure-kv://",
        VAULT,
        VAULT + "name/not-a-version",
        "azure-kv://test-vault.example.com/keys/name",
        "azure-kv://test-vault.vault.azure.net.example.com/keys/name",
        "azure-kv://test-vault.vault.azure.net/secrets/name");
  }

  /** As the service: what a disabled key wraps can be unwrapped once it is enabled again. */
  @Override
  protected boolean wrapsUnderADisabledKey() {
    return true;
  }

  @Test
  void withoutAnIdentityTheMissingLibraryIsNamed() {
    CloudException error =
        catchThrowableOfType(CloudException.class, () -> open(Map.of()).key(VAULT + "name"));
    assertThat(error).hasMessageContaining("com.azure:azure-identity").hasMessageContaining(VAULT);
    assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
  }
}
