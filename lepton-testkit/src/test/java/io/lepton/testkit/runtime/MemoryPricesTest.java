package io.lepton.testkit.runtime;

import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import io.lepton.spi.price.PriceBackend;
import java.util.List;
import java.util.OptionalLong;

/** The contract, in memory. */
class MemoryPricesTest extends PriceBackendContract {

  @Override
  protected PriceBackend open() {
    return new MemoryPriceBackend(
        List.of(offer("small"), offer("large")),
        List.of(
            new EgressTier("memory", "west", "internet", 0, 10, 0),
            new EgressTier("memory", "west", "internet", 10, Double.POSITIVE_INFINITY, 90_000)));
  }

  private static Offer offer(String type) {
    return new Offer(
        "memory", "west", "", type, 2, 4, "", 0, OptionalLong.of(96_000), OptionalLong.empty());
  }

  @Override
  protected String provider() {
    return "memory";
  }
}
