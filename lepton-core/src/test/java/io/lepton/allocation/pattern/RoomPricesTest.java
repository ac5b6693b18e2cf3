package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bins of 8 by 4 for 1 each, on which two copies of the class fit. */
class RoomPricesTest {
  private final RoomPrices prices =
      new RoomPrices(
          PackingModel.vectorPacking(new long[] {8, 4}, new long[][] {{4, 1}}, new long[] {9}));

  @Test
  void aClassIsDearerThanItsShareOfTheScarcestRoom() {
    assertThat(prices.dearer(0, 0, 0.49)).isTrue();
  }

  @Test
  void whatMayCostAsMuchIsNotDearer() {
    assertThat(prices.dearer(0, 0, 0.5)).isFalse();
    assertThat(prices.dearer(0, 0, Double.POSITIVE_INFINITY)).isFalse();
  }
}
