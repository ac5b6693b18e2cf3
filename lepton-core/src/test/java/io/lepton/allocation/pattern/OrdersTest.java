package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrdersTest {
  @Test
  void placesComeByTheirFiguresAndEqualOnesStayAsTheyStood() {
    double[] figures = {2, 1, Double.POSITIVE_INFINITY, 1, 2, -3};

    assertThat(Orders.ascending(figures)).containsExactly(5, 1, 3, 0, 4, 2);
    assertThat(Orders.descending(figures)).containsExactly(2, 0, 4, 1, 3, 5);
  }

  @Test
  void itemsAreOrderedAndTheGivenArrayIsLeftAsItWas() {
    int[] items = {4, 9, 2, 9, 7};

    assertThat(Orders.descending(items, item -> item % 3)).containsExactly(2, 4, 7, 9, 9);
    assertThat(items).containsExactly(4, 9, 2, 9, 7);
  }

  @Test
  void nothingStaysNothing() {
    assertThat(Orders.ascending(new double[0])).isEmpty();
    assertThat(Orders.descending(new int[0], item -> 1.0)).isEmpty();
  }
}
