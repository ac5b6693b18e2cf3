package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.price.PriceBackend;
import io.lepton.testkit.runtime.PriceBackendContract;
import org.junit.jupiter.api.Test;

/** The contract, and that this machine costs nothing. */
class LocalPricesTest extends PriceBackendContract {

  @Override
  protected PriceBackend open() {
    return new LocalPriceBackend();
  }

  @Override
  protected String provider() {
    return "local";
  }

  @Test
  void thisMachineIsOfferedForNothing() {
    open()
        .offers(
            offer -> {
              assertThat(offer.onDemandMicrosPerHour()).hasValue(0);
              assertThat(offer.spotMicrosPerHour()).isEmpty();
            });
    assertThat(open().egressTiers()).isEmpty();
  }
}
