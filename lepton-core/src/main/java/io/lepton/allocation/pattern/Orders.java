package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;

/**
 * Numbers in the order of a figure. Where the figures are equal, they stay in the order in which
 * they were given. Each figure is asked for once.
 */
final class Orders {
  private Orders() {}

  /** The places in an array of figures, that of the least first. */
  static int[] ascending(double[] figures) {
    return sorted(figures, (a, b) -> Double.compare(figures[a], figures[b]));
  }

  /** The places in an array of figures, that of the greatest first. */
  static int[] descending(double[] figures) {
    return sorted(figures, (a, b) -> Double.compare(figures[b], figures[a]));
  }

  /** The items, those of the greatest figure first. */
  static int[] descending(int[] items, IntToDoubleFunction figure) {
    double[] figures = new double[items.length];
    for (int place = 0; place < figures.length; place++) {
      figures[place] = figure.applyAsDouble(items[place]);
    }
    int[] order = descending(figures);
    Arrays.setAll(order, k -> items[order[k]]);
    return order;
  }

  private static int[] sorted(double[] figures, Comparator<Integer> byFigure) {
    Integer[] places = new Integer[figures.length];
    for (int place = 0; place < figures.length; place++) {
      places[place] = place;
    }
    Arrays.sort(places, byFigure);
    int[] order = new int[figures.length];
    for (int k = 0; k < order.length; k++) {
      order[k] = places[k];
    }
    return order;
  }
}
