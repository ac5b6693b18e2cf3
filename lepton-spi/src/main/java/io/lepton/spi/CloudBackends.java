package io.lepton.spi;

import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.price.PriceBackend;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/**
 * The backends of one cloud, opened with one configuration. Empty means that the cloud has no such
 * backend, never that it could not be reached. Thread safe. Closing releases connections and
 * threads; it stops nothing that runs in the cloud, and may be called twice.
 */
public interface CloudBackends extends AutoCloseable {

  /** Object stores. */
  default Optional<StorageBackend> storage() {
    return Optional.empty();
  }

  /** Machines. */
  default Optional<ComputeBackend> compute() {
    return Optional.empty();
  }

  /** Container services. */
  default Optional<ContainerBackend> containers() {
    return Optional.empty();
  }

  /** Prices of machines and data transfer. */
  default Optional<PriceBackend> prices() {
    return Optional.empty();
  }

  /** Keys that wrap the keys of encrypted data. */
  default Optional<KeyBackend> keys() {
    return Optional.empty();
  }

  @Override
  void close();
}
