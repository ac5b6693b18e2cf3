package io.lepton.allocation.pattern;

import java.util.Arrays;

/** Collects the entries of a column, row by row. Not thread safe. */
final class Entries {
  private int[] rows = new int[8];
  private double[] values = new double[8];
  private int length;

  void add(int row, double value) {
    if (length == rows.length) {
      rows = Arrays.copyOf(rows, length * 2);
      values = Arrays.copyOf(values, length * 2);
    }
    rows[length] = row;
    values[length++] = value;
  }

  int[] rows() {
    return Arrays.copyOf(rows, length);
  }

  double[] values() {
    return Arrays.copyOf(values, length);
  }
}
