package io.lepton.local;

import io.lepton.local.runtime.LocalContainerBackend;
import io.lepton.local.runtime.LocalPriceBackend;
import io.lepton.local.runtime.ProcessComputeBackend;
import io.lepton.local.storage.DirectoryStorage;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.price.PriceBackend;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/** The backends of this machine. */
final class LocalBackends implements CloudBackends {
  private final StorageBackend storage = new DirectoryStorage(LocalProvider.ID);
  private final ContainerBackend containers;
  private final ComputeBackend compute;
  private final PriceBackend prices = new LocalPriceBackend();

  LocalBackends(ProviderConfig config) {
    containers = LocalContainerBackend.open(config);
    compute = ProcessComputeBackend.open(config);
  }

  @Override
  public Optional<StorageBackend> storage() {
    return Optional.of(storage);
  }

  @Override
  public Optional<ComputeBackend> compute() {
    return Optional.of(compute);
  }

  @Override
  public Optional<ContainerBackend> containers() {
    return Optional.of(containers);
  }

  @Override
  public Optional<PriceBackend> prices() {
    return Optional.of(prices);
  }

  @Override
  public void close() {}
}
