package io.lepton.azure;

import io.lepton.azure.blob.AzureBlobStorage;
import io.lepton.azure.keyvault.KeyVaultKeys;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backends of one storage account, and the keys of any vault; these meet the SDK's classes, so
 * they are made only when they are asked for.
 */
final class AzureBackends implements CloudBackends {
  private final AzureBlobStorage storage;
  private final ProviderConfig config;
  private @Nullable KeyVaultKeys keys;

  AzureBackends(ProviderConfig config) {
    storage = new AzureBlobStorage(AzureProvider.ID, config);
    this.config = config;
  }

  @Override
  public Optional<StorageBackend> storage() {
    return Optional.of(storage);
  }

  @Override
  public synchronized Optional<KeyBackend> keys() {
    if (keys == null) {
      keys = new KeyVaultKeys(AzureProvider.ID, config);
    }
    return Optional.of(keys);
  }

  @Override
  public synchronized void close() {
    if (keys != null) {
      keys.close();
    }
    storage.close();
  }
}
