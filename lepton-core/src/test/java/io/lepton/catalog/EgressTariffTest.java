package io.lepton.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.price.EgressTier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressTariffTest {
  private static final double OPEN = Double.POSITIVE_INFINITY;

  private static EgressTier tier(double from, double to, long micros) {
    return new EgressTier("aws", "us-east-1", "internet", from, to, micros);
  }

  private static final EgressTariff AWS =
      EgressTariff.of(
          List.of(
              tier(0, 10_240, 90_000),
              tier(10_240, 51_200, 85_000),
              tier(51_200, 153_600, 70_000),
              tier(153_600, OPEN, 50_000)));

  /** At these volumes SkyPilot's subtraction of tiers answers 0, 7,168 and 0 US dollars. */
  @ParameterizedTest
  @CsvSource({"10240, 921.6", "51199, 4403.115", "51200, 4403.2", "0, 0", "153600, 11571.2"})
  void tiersApplyToThePartOfTheVolumeBetweenTheirBounds(long gib, BigDecimal usd) {
    assertThat(AWS.costMicros(gib << 30)).isEqualTo(usd.movePointRight(6).longValueExact());
  }

  @Test
  void marginalPriceIsTheTiersThatTheNextByteFallsInto() {
    assertThat(AWS.marginalMicrosPerGib(0)).isEqualTo(90_000);
    assertThat(AWS.marginalMicrosPerGib((10_240L << 30) - 1)).isEqualTo(90_000);
    assertThat(AWS.marginalMicrosPerGib(10_240L << 30)).isEqualTo(85_000);
    assertThat(AWS.marginalMicrosPerGib(Long.MAX_VALUE)).isEqualTo(50_000);
  }

  @Test
  void aFreeFirstTierIsAnAllowanceOfTheAccount() {
    EgressTariff tariff = EgressTariff.of(List.of(tier(0, 100, 0), tier(100, OPEN, 90_000)));
    long volume = 150L << 30;
    assertThat(tariff.allowanceGib()).isEqualTo(100);
    assertThat(tariff.costMicros(volume)).isEqualTo(13_500_000);
    assertThat(tariff.costMicros(volume, EgressTariff.bytes(tariff.allowanceGib())))
        .isEqualTo(4_500_000);
    assertThat(tariff.costMicros(1L << 30, EgressTariff.bytes(100))).isZero();
  }

  @Test
  void aFreeRouteIsNoAllowance() {
    EgressTariff free = EgressTariff.of(List.of(tier(0, OPEN, 0)));
    assertThat(free.allowanceGib()).isZero();
    assertThat(free.costMicros(Long.MAX_VALUE)).isZero();
  }

  @Test
  void theLastKnownPriceHoldsBeyondTheLastTier() {
    EgressTariff tariff = EgressTariff.of(List.of(tier(0, 10, 100)));
    assertThat(tariff.costMicros(1000L << 30)).isEqualTo(100_000);
  }

  @Test
  void anHourCostsItsShareOfTheMonth() {
    assertThat(AWS.costMicrosPerHour(10)).isEqualTo(900_000);
    long month = AWS.costMicros(73_000L << 30);
    assertThat(AWS.costMicrosPerHour(100)).isEqualTo(Math.round(month / 730.0));
  }

  @Test
  void malformedTiersAreRefused() {
    assertThatThrownBy(() -> EgressTariff.of(List.of(tier(0, 10, 5), tier(20, OPEN, 4))))
        .hasMessageContaining("tiers must meet: one begins at 20.0 GiB where 10.0");
    assertThatThrownBy(() -> EgressTariff.of(List.of(tier(5, OPEN, 4))))
        .hasMessageContaining("begins at 5.0 GiB where 0.0");
    assertThatThrownBy(() -> EgressTariff.of(List.of(tier(0, 10, 5), tier(10, OPEN, 6))))
        .hasMessageContaining("the price rises at 10.0 GiB");
    assertThatThrownBy(() -> EgressTariff.of(List.of())).hasMessageContaining("at least one");
  }

  @Property(tries = 300)
  void costIsMonotoneContinuousAndConcave(
      @ForAll long seed, @ForAll @LongRange(min = 0, max = 1L << 50) long volume) {
    EgressTariff tariff = EgressTariff.of(randomTiers(new Random(seed)));
    long step = 1 + Math.floorMod(seed, 1L << 34);
    long low = tariff.costMicros(volume);
    long middle = tariff.costMicros(volume + step);
    long high = tariff.costMicros(volume + 2 * step);
    assertThat(middle).as("monotone").isGreaterThanOrEqualTo(low);
    assertThat(high - middle).as("concave, but for rounding").isLessThanOrEqualTo(middle - low + 2);
    long dearest = tariff.marginalMicrosPerGib(0);
    assertThat(tariff.costMicros(volume + 1) - low)
        .as("continuous: a byte more costs a byte's price at most")
        .isLessThanOrEqualTo(dearest / (1L << 30) + 1);
  }

  @Property(tries = 300)
  void costIsTheExactSumOverTiers(
      @ForAll long seed, @ForAll @LongRange(min = 0, max = 1L << 50) long volume) {
    List<EgressTier> tiers = randomTiers(new Random(seed));
    BigDecimal gib = BigDecimal.valueOf(volume).divide(BigDecimal.valueOf(1L << 30));
    BigDecimal sum = BigDecimal.ZERO;
    for (EgressTier tier : tiers) {
      BigDecimal upper = tier.toGib() == OPEN ? gib : gib.min(BigDecimal.valueOf(tier.toGib()));
      BigDecimal width = upper.subtract(BigDecimal.valueOf(tier.fromGib())).max(BigDecimal.ZERO);
      sum = sum.add(width.multiply(BigDecimal.valueOf(tier.microsPerGib())));
    }
    assertThat(EgressTariff.of(tiers).costMicros(volume))
        .isEqualTo(sum.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  private static List<EgressTier> randomTiers(Random random) {
    List<EgressTier> tiers = new ArrayList<>();
    double from = 0;
    long price = 1L + random.nextInt(300_000);
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      double to = i == count - 1 ? OPEN : from + 1.0 + random.nextInt(50_000);
      tiers.add(tier(from, to, price));
      from = to;
      price -= random.nextInt((int) price);
    }
    return tiers;
  }
}
