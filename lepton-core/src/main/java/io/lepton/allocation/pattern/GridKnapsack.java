package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * Exact fillings of small bins by dynamic programming over a grid of capacities (Gilmore and Gomory
 * 1966): one table, made for one bin, answers for every bin inside it. Copies are not limited, so a
 * value is an upper bound where they are. Not thread safe; reused.
 */
final class GridKnapsack {
  /** Largest table. */
  static final long CELLS = 70_000;

  private static final int DIMS = 3;

  private final long[] step;
  private final int[] length = new int[DIMS];
  private final int pad;
  private double[] table = new double[0];
  private int items;
  private double[] values = new double[0];
  private int[][] sizes = new int[0][];
  private int[] tags = new int[0];

  /** A grid as fine as the sizes of all classes need it. */
  GridKnapsack(PackingModel model) {
    int dims = model.dimensions();
    step = new long[Math.min(dims, DIMS)];
    pad = DIMS - step.length;
    for (int d = 0; d < step.length; d++) {
      for (long[] size : model.size()) {
        step[d] = gcd(step[d], size[d]);
      }
      step[d] = Math.max(1, step[d]);
    }
  }

  private static long gcd(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return Math.abs(a);
  }

  /** Cells of a table for a bin; too many where there are too many dimensions. */
  long cells(long[] capacity) {
    if (capacity.length > DIMS) {
      return Long.MAX_VALUE;
    }
    double cells = 1;
    for (int d = 0; d < capacity.length; d++) {
      cells *= capacity[d] / step[d] + 1;
    }
    return cells > 1e12 ? Long.MAX_VALUE : (long) cells;
  }

  void clear() {
    items = 0;
  }

  void add(double value, long[] size, int tag) {
    if (items == values.length) {
      int room = Math.max(16, items * 2);
      values = Arrays.copyOf(values, room);
      sizes = Arrays.copyOf(sizes, room);
      tags = Arrays.copyOf(tags, room);
    }
    int[] cells = new int[DIMS];
    for (int d = 0; d < size.length; d++) {
      cells[pad + d] = (int) (size[d] / step[d]);
    }
    values[items] = value;
    sizes[items] = cells;
    tags[items++] = tag;
  }

  /** Makes the table of a bin. */
  void solve(long[] capacity) {
    Arrays.fill(length, 1);
    for (int d = 0; d < capacity.length; d++) {
      length[pad + d] = (int) (capacity[d] / step[d]) + 1;
    }
    int cells = length[0] * length[1] * length[2];
    if (table.length < cells) {
      table = new double[cells];
    }
    Arrays.fill(table, 0, cells, 0);
    for (int i = 0; i < items; i++) {
      int[] size = sizes[i];
      double value = values[i];
      int back = (size[0] * length[1] + size[1]) * length[2] + size[2];
      for (int a = size[0]; a < length[0]; a++) {
        for (int b = size[1]; b < length[1]; b++) {
          int from = (a * length[1] + b) * length[2];
          int end = from + length[2];
          for (int k = from + size[2]; k < end; k++) {
            double with = table[k - back] + value;
            if (with > table[k]) {
              table[k] = with;
            }
          }
        }
      }
    }
  }

  boolean holds(long[] capacity) {
    for (int d = 0; d < capacity.length; d++) {
      if (capacity[d] / step[d] >= length[pad + d]) {
        return false;
      }
    }
    return true;
  }

  /** The most a bin inside the table can hold; adds the copies of one such filling by tag. */
  double best(long[] capacity, long[] copies) {
    int[] at = new int[DIMS];
    for (int d = 0; d < capacity.length; d++) {
      at[pad + d] = (int) (capacity[d] / step[d]);
    }
    double best = table[cell(at)];
    boolean going = true;
    while (going && table[cell(at)] > 0) {
      going = false;
      for (int i = 0; i < items && !going; i++) {
        int[] size = sizes[i];
        if (size[0] <= at[0] && size[1] <= at[1] && size[2] <= at[2]) {
          double now = table[cell(at)];
          at[0] -= size[0];
          at[1] -= size[1];
          at[2] -= size[2];
          // Sums of values are exact, so the way back meets the very numbers of the way there.
          if (table[cell(at)] + values[i] == now) {
            copies[tags[i]]++;
            going = true;
          } else {
            at[0] += size[0];
            at[1] += size[1];
            at[2] += size[2];
          }
        }
      }
    }
    return best;
  }

  private int cell(int[] at) {
    return (at[0] * length[1] + at[1]) * length[2] + at[2];
  }
}
