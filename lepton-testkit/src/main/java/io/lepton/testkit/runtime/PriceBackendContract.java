package io.lepton.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import io.lepton.spi.price.PriceBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link PriceBackend}. It judges form only: catalogs hold blanks and
 * placeholders, which are passed on as they are.
 */
public abstract class PriceBackendContract {

  /** Opens the backend. */
  protected abstract PriceBackend open();

  /** Id of the provider, which every offer names as its cloud. */
  protected abstract String provider();

  @Test
  void everyOfferNamesItsCloudItsRegionAndItsType() {
    assertThat(offers())
        .isNotEmpty()
        .allSatisfy(
            offer -> {
              assertThat(offer.cloud()).isEqualTo(provider());
              assertThat(offer.region()).isNotBlank();
              assertThat(offer.instanceType()).isNotBlank();
            });
  }

  @Test
  void noMachineTypeIsOfferedTwiceInOnePlace() {
    assertThat(offers())
        .extracting(
            offer ->
                String.join(
                    "/", offer.region(), offer.zone(), offer.instanceType(), offer.accelerator()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anErrorOfTheSinkEndsTheStream() {
    List<Offer> seen = new ArrayList<>();
    IllegalStateException enough = new IllegalStateException("enough");
    assertThatThrownBy(
            () ->
                open()
                    .offers(
                        offer -> {
                          seen.add(offer);
                          throw enough;
                        }))
        .isSameAs(enough);
    assertThat(seen).hasSize(1);
  }

  @Test
  void theTiersOfATariffFollowOneAnotherWithoutGapFromZeroToInfinity() {
    Map<String, List<EgressTier>> tariffs = new LinkedHashMap<>();
    for (EgressTier tier : open().egressTiers()) {
      assertThat(tier.cloud()).isEqualTo(provider());
      tariffs.computeIfAbsent(tier.from() + "/" + tier.to(), k -> new ArrayList<>()).add(tier);
    }
    tariffs.forEach(
        (tariff, tiers) -> {
          double next = 0;
          for (EgressTier tier : tiers) {
            assertThat(tier.fromGib()).as(tariff).isEqualTo(next);
            next = tier.toGib();
          }
          assertThat(next).as(tariff).isEqualTo(Double.POSITIVE_INFINITY);
        });
  }

  private List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    open().offers(offers::add);
    return offers;
  }
}
