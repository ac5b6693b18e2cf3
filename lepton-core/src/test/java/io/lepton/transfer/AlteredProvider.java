package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** A provider whose listings are altered on their way, as by a store with a fault of its own. */
record AlteredProvider(CloudProvider real, BiFunction<ListRequest, ListPage, ListPage> listings)
    implements CloudProvider {

  @Override
  public String id() {
    return real.id();
  }

  @Override
  public Set<String> schemes() {
    return real.schemes();
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
    CloudBackends backends = real.open(config);
    StorageBackend storage = backends.storage().orElseThrow();
    return new CloudBackends() {
      @Override
      public Optional<StorageBackend> storage() {
        return Optional.of(place -> altered(storage.open(place)));
      }

      @Override
      public void close() {
        backends.close();
      }
    };
  }

  private ObjectStore altered(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(store, arguments);
                return answer instanceof ListPage page
                    ? listings.apply((ListRequest) arguments[0], page)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
