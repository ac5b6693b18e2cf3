package io.lepton.azure;

import io.lepton.azure.blob.AzureBlobStorage;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/** The backends of one storage account. */
final class AzureBackends implements CloudBackends {
  private final AzureBlobStorage storage;

  AzureBackends(ProviderConfig config) {
    storage = new AzureBlobStorage(AzureProvider.ID, config);
  }

  @Override
  public Optional<StorageBackend> storage() {
    return Optional.of(storage);
  }

  @Override
  public void close() {
    storage.close();
  }
}
