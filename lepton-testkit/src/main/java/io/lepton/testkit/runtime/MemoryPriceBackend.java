package io.lepton.testkit.runtime;

import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import io.lepton.spi.price.PriceBackend;
import java.util.List;
import java.util.function.Consumer;

/**
 * A price list that a test writes down.
 *
 * @param catalog the offers, in their order
 * @param egressTiers the tariffs of data that leaves
 */
public record MemoryPriceBackend(List<Offer> catalog, List<EgressTier> egressTiers)
    implements PriceBackend {

  public MemoryPriceBackend {
    catalog = List.copyOf(catalog);
    egressTiers = List.copyOf(egressTiers);
  }

  @Override
  public void offers(Consumer<Offer> sink) {
    catalog.forEach(sink);
  }
}
