package io.lepton.testkit.fault;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.price.PriceBackend;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A provider that passes everything to another one and puts something of its own around each object
 * store. Id, schemes, capabilities and limits are those of the provider behind it.
 */
public abstract class WrappingProvider implements CloudProvider {
  private final CloudProvider real;

  /** Stands in front of {@code real}. */
  protected WrappingProvider(CloudProvider real) {
    this.real = Objects.requireNonNull(real, "real");
  }

  /** What stands in front of a store that was opened. */
  protected abstract ObjectStore wrap(ObjectStore store);

  @Override
  public String id() {
    return real.id();
  }

  @Override
  public Set<String> schemes() {
    return real.schemes();
  }

  @Override
  public Set<String> keySchemes() {
    return real.keySchemes();
  }

  @Override
  public Set<Capability> capabilities() {
    return real.capabilities();
  }

  @Override
  public Limits limits() {
    return real.limits();
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    return new Backends(real.open(config));
  }

  private final class Backends implements CloudBackends {
    private final CloudBackends backends;

    Backends(CloudBackends backends) {
      this.backends = backends;
    }

    @Override
    public Optional<StorageBackend> storage() {
      return backends.storage().map(storage -> place -> wrap(storage.open(place)));
    }

    @Override
    public Optional<ComputeBackend> compute() {
      return backends.compute();
    }

    @Override
    public Optional<ContainerBackend> containers() {
      return backends.containers();
    }

    @Override
    public Optional<PriceBackend> prices() {
      return backends.prices();
    }

    @Override
    public Optional<KeyBackend> keys() {
      return backends.keys();
    }

    @Override
    public void close() {
      backends.close();
    }
  }
}
