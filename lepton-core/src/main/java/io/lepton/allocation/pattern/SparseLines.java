package io.lepton.allocation.pattern;

import java.util.Arrays;

/** Sparse vectors one after another in two arrays; the last one grows until it is closed. */
final class SparseLines {
  private int[] start = new int[64];
  private int[] index = new int[256];
  private double[] value = new double[256];
  private int lines;
  private int length;

  void clear() {
    lines = 0;
    length = 0;
  }

  int lines() {
    return lines;
  }

  long entries() {
    return length;
  }

  void add(int at, double entry) {
    if (length == index.length) {
      index = Arrays.copyOf(index, length * 2);
      value = Arrays.copyOf(value, length * 2);
    }
    index[length] = at;
    value[length++] = entry;
  }

  void close() {
    if (++lines == start.length) {
      start = Arrays.copyOf(start, lines * 2);
    }
    start[lines] = length;
  }

  /** {@code vector -= factor * line}. */
  void subtract(int line, double factor, double[] vector) {
    int end = start[line + 1];
    for (int k = start[line]; k < end; k++) {
      vector[index[k]] -= factor * value[k];
    }
  }

  double dot(int line, double[] vector) {
    double sum = 0;
    int end = start[line + 1];
    for (int k = start[line]; k < end; k++) {
      sum += value[k] * vector[index[k]];
    }
    return sum;
  }
}
