package io.lepton.gcp;

import io.lepton.gcp.kms.CloudKmsKeys;
import io.lepton.gcp.storage.GcsStorage;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/** The backends of Google Cloud. */
final class GcpBackends implements CloudBackends {
  private final GcsStorage storage;
  private final KeyBackend keys;

  GcpBackends(ProviderConfig config) {
    storage = GcsStorage.open(GcpProvider.ID, config);
    keys = new CloudKmsKeys(GcpProvider.ID, config);
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
    storage.close();
  }
}
