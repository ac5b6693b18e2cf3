package io.lepton.transfer;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.WrappingProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;

/** A provider whose listings are altered on their way, as by a store with a fault of its own. */
public final class AlteredProvider extends WrappingProvider {
  private final BiFunction<ListRequest, ListPage, ListPage> listings;

  /** Alters what {@code real} lists. */
  public AlteredProvider(CloudProvider real, BiFunction<ListRequest, ListPage, ListPage> listings) {
    super(real);
    this.listings = listings;
  }

  @Override
  protected ObjectStore wrap(ObjectStore store) {
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
