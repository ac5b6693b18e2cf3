package io.lepton.migrate;

import io.lepton.config.InputException;
import io.lepton.config.Suggestion;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.ContainerBackend;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The container platforms of the providers at hand. Thread safe; closing closes what it opened. */
final class Clouds implements AutoCloseable {
  private final List<CloudProvider> providers;
  private final ProviderConfig config;
  private final Map<CloudProvider, CloudBackends> opened = new LinkedHashMap<>();

  Clouds(Collection<? extends CloudProvider> providers, ProviderConfig config) {
    this.providers = List.copyOf(providers);
    this.config = config;
  }

  /**
   * The backend of a platform, as a migration file names it.
   *
   * @throws InputException naming the platforms that there are
   */
  synchronized ContainerBackend platform(String name) {
    Map<String, ContainerBackend> byName = new TreeMap<>();
    for (CloudProvider provider : providers) {
      opened
          .computeIfAbsent(provider, one -> one.open(config))
          .containers()
          .ifPresent(backend -> byName.put(backend.platform(), backend));
    }
    ContainerBackend backend = byName.get(name);
    if (backend == null) {
      throw new InputException(
          "no installed provider has the platform '"
              + name
              + "'"
              + Suggestion.hint(name, byName.keySet()));
    }
    return backend;
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(CloudBackends::close);
    opened.clear();
  }
}
