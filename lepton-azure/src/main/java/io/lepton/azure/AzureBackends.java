package io.lepton.azure;

import io.lepton.azure.blob.AzureBlobStorage;
import io.lepton.azure.keyvault.KeyVaultKeys;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/** The backends of one storage account, and the keys of any vault. */
final class AzureBackends implements CloudBackends {
  private final AzureBlobStorage storage;
  private final KeyVaultKeys keys;

  AzureBackends(ProviderConfig config) {
    storage = new AzureBlobStorage(AzureProvider.ID, config);
    keys = new KeyVaultKeys(AzureProvider.ID, config);
  }

  @Override
  public Optional<StorageBackend> storage() {
    return Optional.of(storage);
  }

  @Override
  public Optional<KeyBackend> keys() {
    return Optional.of(keys);
  }

  @Override
  public void close() {
    keys.close();
    storage.close();
  }
}
