package io.lepton.azure;

import io.lepton.azure.blob.AzureBlobStorage;
import io.lepton.azure.keyvault.KeyVaultKeys;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import java.util.Set;

/**
 * Microsoft Azure: id {@code azure}, places {@code az://container/prefix} in one storage account,
 * keys {@code azure-kv://VAULT.vault.azure.net/keys/NAME} ({@link KeyVaultKeys}). See {@link
 * AzureBlobStorage} for the account's settings and for what a container promises as an object
 * store.
 */
public final class AzureProvider implements CloudProvider {

  /** Provider id. */
  public static final String ID = "azure";

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.CREATE_IF_ABSENT,
          Capability.REPLACE_IF_UNCHANGED,
          Capability.USER_METADATA,
          Capability.CONTENT_HEADERS,
          Capability.TAGS,
          Capability.SERVER_SIDE_COPY,
          Capability.BATCH_DELETE,
          Capability.MULTIPART_UPLOAD);

  /** Called by {@link java.util.ServiceLoader}. */
  public AzureProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> schemes() {
    return Set.of(AzureBlobStorage.SCHEME);
  }

  @Override
  public Set<String> keySchemes() {
    return Set.of(KeyVaultKeys.SCHEME);
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Limits limits() {
    return AzureBlobStorage.LIMITS;
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    return new AzureBackends(config);
  }
}
