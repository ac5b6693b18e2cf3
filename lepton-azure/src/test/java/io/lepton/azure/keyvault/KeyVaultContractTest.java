package io.lepton.azure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.azure.AzureProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.testkit.key.KeyBackendContract;
import io.lepton.testkit.server.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract on the wire, before a server that does the service's cryptography. */
class KeyVaultContractTest extends KeyBackendContract {
  private static final String VAULT = "azure-kv://test-vault.vault.azure.net/keys/";
  private final KeyVaultServer server = new KeyVaultServer();
  private final List<CloudBackends> opened = new ArrayList<>();

  @AfterEach
  void stop() {
    opened.forEach(CloudBackends::close);
    server.close();
  }

  private KeyBackend open(Map<String, String> settings) {
    CloudBackends backends = new AzureProvider().open(new ProviderConfig(settings, Path.of(".")));
    opened.add(backends);
    return backends.keys().orElseThrow();
  }

  private KeyBackend open(String address) {
    return open(Map.of("AZURE_KEYVAULT_EMULATOR_HOST", address));
  }

  @Override
  protected KeyBackend open() {
    return open(server.address());
  }

  @Override
  protected String newKey() {
    return VAULT + server.newKey();
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

  private static String name(String uri) {
    return uri.substring(VAULT.length());
  }

  @Override
  protected void disable(String uri) {
    server.disable(name(uri));
  }

  /** As the service: what a disabled key wraps can be unwrapped once it is enabled again. */
  @Override
  protected boolean wrapsUnderADisabledKey() {
    return true;
  }

  @Override
  protected void forbid(String uri) {
    server.forbid(name(uri));
  }

  @Override
  protected KeyBackend unreachable() {
    return open("127.0.0.1:" + ServerProcess.freePort());
  }

  @Override
  protected long requests() {
    return server.requests();
  }

  @Test
  void whatAnEarlierVersionOfTheKeyWrappedIsUnwrapped() {
    String uri = newKey();
    byte[] wrapped = open().key(uri).wrap(new byte[32], "test");
    server.rotate(name(uri));
    assertThat(open().key(uri).unwrap(wrapped, "test")).isEqualTo(new byte[32]);
  }

  @Test
  void withoutAnIdentityTheMissingLibraryIsNamed() {
    CloudException error =
        catchThrowableOfType(
            CloudException.class, () -> open(Map.<String, String>of()).key(VAULT + "name"));
    assertThat(error).hasMessageContaining("com.azure:azure-identity").hasMessageContaining(VAULT);
    assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
  }
}
