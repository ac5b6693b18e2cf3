package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bounds and shares of bins that count as one. */
class AreaRelaxationTest {
  @Test
  void theBoundIsTheCheapestRoom() {
    AreaRelaxation area = relaxed(TwoKinds.model(1_000));
    assertThat(area.bound()).isBetween(99.9, 100.0);
  }

  @Test
  void aQuotaSendsTheRestToDearerBins() {
    // Four large bins hold 20 copies for 40; the other 30 fill 15 small ones for 75.
    AreaRelaxation area = relaxed(TwoKinds.model(4));
    assertThat(area.bound()).isBetween(114.0, 115.0);
  }

  @Test
  void everyCopyHasItsPlace() {
    AreaRelaxation area = relaxed(TwoKinds.model(4));
    double placed = Arrays.stream(area.units()).mapToDouble(units -> units[0]).sum();
    assertThat(placed).isBetween(49.99, 50.01);
  }

  @Test
  void kindsWithCheaperRoomComeFirst() {
    AreaRelaxation area = relaxed(TwoKinds.model(1_000));
    assertThat(area.kinds(0)).containsExactly(TwoKinds.LARGE, 0);
  }

  @Test
  void equalBinsHaveNoUseForIt() {
    assertThat(AreaRelaxation.suits(TightPackings.quadruples(2, 3, 1))).isFalse();
    assertThat(AreaRelaxation.suits(TwoKinds.model(4))).isTrue();
  }

  private static AreaRelaxation relaxed(PackingModel model) {
    AreaRelaxation area = new AreaRelaxation(model, 1);
    area.run(Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false));
    return area;
  }
}
