package io.lepton.allocation.pattern;

import java.util.Arrays;

/** Collects the entries of a column by row, or of a row by column. Not thread safe. */
final class Entries {
  private int[] places = new int[8];
  private double[] values = new double[8];
  private int length;

  void add(int place, double value) {
    if (length == places.length) {
      places = Arrays.copyOf(places, length * 2);
      values = Arrays.copyOf(values, length * 2);
    }
    places[length] = place;
    values[length++] = value;
  }

  int[] places() {
    return Arrays.copyOf(places, length);
  }

  double[] values() {
    return Arrays.copyOf(values, length);
  }
}
