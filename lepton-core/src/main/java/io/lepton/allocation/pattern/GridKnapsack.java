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
    int cells = length[0] * length[1] * length[2];
    if (table.length < cells) {
      table = new double[cells];
    }
    Arrays.fill(table, 0, cells, 0);
  }

  /** Lets an item into the table, in any number. */
  void enter(double value, long[] size) {
    enter(value, inCells(size));
  }

  private void enter(double value, int[] size) {
    double[] cells = table;
    int width = length[2];
    int start = size[2];
    int back = (size[0] * length[1] + size[1]) * width + start;
    if (start >= width) {
      return;
    }
    boolean apart = size[0] + size[1] > 0;
    if (apart && line.length < width) {
      line = new double[width];
    }
    for (int a = size[0]; a < length[0]; a++) {
      for (int b = size[1]; b < length[1]; b++) {
        int from = (a * length[1] + b) * width;
        if (apart) {
          // Nothing that is read is written here, so that one instruction may do several cells.
          System.arraycopy(cells, from + start - back, line, 0, width - start);
          larger(cells, from + start, line, value, width - start);
        } else {
          for (int k = from + start; k < from + width; k++) {
            cells[k] = Math.max(cells[k], cells[k - back] + value);
          }
        }
      }
    }
  }

  private static void larger(double[] into, int at, double[] from, double value, int count) {
    for (int k = 0; k < count; k++) {
      double with = from[k] + value;
      into[at + k] = Math.max(into[at + k], with);
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
      most = Math.min(most, (price - table[cell(at)]) / copies);
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
