package io.lepton.gcp;

import io.lepton.gcp.storage.GcsStorage;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/** The backends of Google Cloud. */
final class GcpBackends implements CloudBackends {
  private final GcsStorage storage;

  GcpBackends(ProviderConfig config) {
    storage = GcsStorage.open(GcpProvider.ID, config);
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
