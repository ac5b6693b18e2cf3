package io.lepton.spi.price;

import io.lepton.spi.CloudException;
import java.util.List;
import java.util.function.Consumer;

/** What one cloud charges. Thread safe; throws {@link CloudException} only. */
public interface PriceBackend {

  /**
   * Streams every offer of the cloud, asked from its price service now. Prices are passed on as
   * they are: catalogs hold blanks and placeholders, which the reader judges.
   */
  void offers(Consumer<Offer> sink);

  /** The data transfer tiers out of this cloud. */
  List<EgressTier> egressTiers();
}
