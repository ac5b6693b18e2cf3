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

  /** How long a table takes, for each cell and item. */
  static final double NANOS = 0.4;

  private static final int DIMS = 3;

  private final long[] step;
  private final int[] length = new int[DIMS];
  private final int pad;

  /** The most that is worth, by the first two dimensions and the last. */
  private double[][] rows = new double[0][];

  private double[] line = new double[0];
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
        step[d] = Divisors.gcd(step[d], size[d]);
      }
      step[d] = Math.max(1, step[d]);
    }
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
    values[items] = value;
    sizes[items] = inCells(size);
    tags[items++] = tag;
  }

  /** Makes the table of a bin. */
  void solve(long[] capacity) {
    open(capacity);
    for (int i = 0; i < items; i++) {
      enter(values[i], sizes[i]);
    }
  }

  /** Begins the table of a bin, without any items. */
  void open(long[] capacity) {
    Arrays.fill(length, 1);
    for (int d = 0; d < capacity.length; d++) {
      length[pad + d] = (int) (capacity[d] / step[d]) + 1;
    }
    if (rows.length < length[0] * length[1]) {
      rows = Arrays.copyOf(rows, length[0] * length[1]);
    }
    for (int row = 0; row < length[0] * length[1]; row++) {
      if (rows[row] == null || rows[row].length < length[2]) {
        rows[row] = new double[length[2]];
      } else {
        Arrays.fill(rows[row], 0, length[2], 0);
      }
    }
    line = line.length < length[2] ? new double[length[2]] : line;
  }

  /** Lets an item into the table, in any number. */
  void enter(double value, long[] size) {
    enter(value, inCells(size));
  }

  private void enter(double value, int[] size) {
    int back = size[0] * length[1] + size[1];
    for (int a = size[0]; a < length[0]; a++) {
      for (int b = size[1]; b < length[1]; b++) {
        int row = a * length[1] + b;
        if (back > 0) {
          larger(rows[row], rows[row - back], value, size[2]);
        } else {
          for (int k = size[2]; k < length[2]; k++) {
            rows[row][k] = Math.max(rows[row][k], rows[row][k - size[2]] + value);
          }
        }
      }
    }
  }

  /**
   * One row with what another holds so many cells before. Both are read at the same places, so that
   * one instruction does several cells: that takes a quarter of the time.
   */
  private void larger(double[] into, double[] from, double value, int shift) {
    double[] before = line;
    int end = length[2];
    if (shift < end) {
      System.arraycopy(from, 0, before, shift, end - shift);
    }
    for (int k = shift; k < end; k++) {
      into[k] = Math.max(into[k], before[k] + value);
    }
  }

  /**
   * What an item that is not in the table yet may be worth, so that no filling of a bin inside the
   * table is worth more than a price.
   *
   * @param value no more than this
   */
  double mostFor(double value, long[] size, long[] capacity, double price) {
    int[] item = inCells(size);
    int[] at = inCells(capacity);
    double most = value;
    for (int copies = 1; ; copies++) {
      for (int d = 0; d < DIMS; d++) {
        at[d] -= item[d];
        if (at[d] < 0) {
          return most;
        }
      }
      most = Math.min(most, (price - worth(at)) / copies);
      if (item[0] + item[1] + item[2] == 0) {
        return Math.min(most, 0);
      }
    }
  }

  private int[] inCells(long[] size) {
    int[] cells = new int[DIMS];
    for (int d = 0; d < size.length; d++) {
      cells[pad + d] = (int) (size[d] / step[d]);
    }
    return cells;
  }

  /** Whether a bin lies inside another. */
  boolean within(long[] outer, long[] inner) {
    for (int d = 0; d < outer.length; d++) {
      if (inner[d] / step[d] > outer[d] / step[d]) {
        return false;
      }
    }
    return true;
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
    double best = worth(at);
    boolean going = true;
    while (going && worth(at) > 0) {
      going = false;
      for (int i = 0; i < items && !going; i++) {
        int[] size = sizes[i];
        if (size[0] <= at[0] && size[1] <= at[1] && size[2] <= at[2]) {
          double now = worth(at);
          at[0] -= size[0];
          at[1] -= size[1];
          at[2] -= size[2];
          // Sums of values are exact, so the way back meets the very numbers of the way there.
          if (worth(at) + values[i] == now) {
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

  private double worth(int[] cell) {
    return rows[cell[0] * length[1] + cell[1]][cell[2]];
  }
}
