package io.lepton.local;

import io.lepton.local.storage.DirectoryStorage;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/** The backends of this machine. */
final class LocalBackends implements CloudBackends {
  private final StorageBackend storage = new DirectoryStorage(LocalProvider.ID);

  @Override
  public Optional<StorageBackend> storage() {
    return Optional.of(storage);
  }

  @Override
  public void close() {}
}
