package io.lepton.transfer;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.WrappingProvider;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A provider whose listings and readers are altered on their way, as by a store with a fault or a
 * manner of its own.
 */
public final class AlteredProvider extends WrappingProvider {
  private final BiFunction<ListRequest, ListPage, ListPage> listings;
  private final UnaryOperator<ObjectReader> readers;

  /** Alters what {@code real} lists. */
  public AlteredProvider(CloudProvider real, BiFunction<ListRequest, ListPage, ListPage> listings) {
    this(real, listings, UnaryOperator.identity());
  }

  /** Alters what {@code real} lists and reads. */
  AlteredProvider(
      CloudProvider real,
      BiFunction<ListRequest, ListPage, ListPage> listings,
      UnaryOperator<ObjectReader> readers) {
    super(real);
    this.listings = listings;
    this.readers = readers;
  }

  @Override
  protected ObjectStore wrap(ObjectStore store) {
    return AnsweredStore.of(
        store,
        (arguments, real) -> {
          Object answer = real.answer();
          if (answer instanceof ListPage page) {
            return listings.apply((ListRequest) arguments[0], page);
          }
          return answer instanceof ObjectReader reader ? readers.apply(reader) : answer;
        });
  }
}
