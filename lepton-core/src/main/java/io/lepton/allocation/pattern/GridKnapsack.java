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

  /** The cells of each row that are looked at, by the second dimension: from here, */
  private int[] from = new int[0];

  /** and up to here. */
  private int[] end = new int[0];

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

  /**
   * Makes as much of a bin's table as its fullest fillings need: what they leave of the last two
   * dimensions is bounded, and what they hold keeps to the items' proportions.
   *
   * @param waste what such a filling leaves at most, by dimension
   * @param steps how many cells are worked on at most
   * @return false, and there is no table, where that would be too many
   */
  boolean solveFull(long[] capacity, double[] waste, double steps) {
    measure(capacity);
    double cells = narrow(waste);
    if (cells * items > steps) {
      return false;
    }
    clearRows();
    for (int i = 0; i < items; i++) {
      enter(values[i], sizes[i]);
    }
    return true;
  }

  /** Leaves out what no such filling passes through, from either end; how many cells remain. */
  private double narrow(double[] waste) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < items; i++) {
      if (sizes[i][1] + sizes[i][2] > 0) {
        double ratio =
            sizes[i][1] == 0 ? Double.POSITIVE_INFINITY : sizes[i][2] / (double) sizes[i][1];
        least = Math.min(least, ratio);
        most = Math.max(most, ratio);
      }
    }
    double lost = pad > 1 ? 0 : waste[1 - pad] / step[1 - pad];
    double lostLast = waste[2 - pad] / step[2 - pad];
    int last = length[2] - 1;
    double cells = 0;
    for (int b = 0; b < length[1]; b++) {
      int rest = length[1] - 1 - b;
      double low = Math.max(atLeast(least, b - lost), last - atMost(most, rest));
      double high = Math.min(atMost(most, b) + lostLast, last - atLeast(least, rest));
      from[b] = (int) Math.min(length[2], Math.max(0, Math.ceil(low - 1e-6)));
      end[b] = (int) Math.max(from[b], Math.min(last, Math.floor(high + 1e-6)) + 1);
      cells += end[b] - from[b];
    }
    return cells * length[0];
  }

  private static double atLeast(double ratio, double cells) {
    return cells <= 0 ? 0 : ratio * cells;
  }

  private static double atMost(double ratio, double cells) {
    return Double.isInfinite(ratio) ? ratio : ratio * cells;
  }

  /** Begins the table of a bin, without any items. */
  void open(long[] capacity) {
    measure(capacity);
    Arrays.fill(from, 0, length[1], 0);
    Arrays.fill(end, 0, length[1], length[2]);
    clearRows();
  }

  private void measure(long[] capacity) {
    Arrays.fill(length, 1);
    for (int d = 0; d < capacity.length; d++) {
      length[pad + d] = (int) (capacity[d] / step[d]) + 1;
    }
    if (from.length < length[1]) {
      from = new int[length[1]];
      end = new int[length[1]];
    }
  }

  private void clearRows() {
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
        int first = Math.max(from[b], size[2]);
        if (back > 0) {
          larger(rows[row], rows[row - back], value, size[2], first, end[b]);
        } else {
          for (int k = first; k < end[b]; k++) {
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
  private void larger(double[] into, double[] other, double value, int shift, int first, int last) {
    double[] before = line;
    if (first < last) {
      System.arraycopy(other, first - shift, before, first, last - first);
    }
    for (int k = first; k < last; k++) {
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

  /** The most a bin inside the table can hold; in a table of full fillings, of those alone. */
  double most(long[] capacity) {
    return worth(inCells(capacity));
  }

  /**
   * The best filling of a bin inside the table: adds its copies by tag.
   *
   * @return what it is worth; minus infinity where a table of full fillings leaves some of it out
   */
  double best(long[] capacity, long[] copies) {
    int[] at = inCells(capacity);
    double best = worth(at);
    while (worth(at) > 0) {
      int last = last(at);
      if (last < 0) {
        return Double.NEGATIVE_INFINITY;
      }
      copies[tags[last]]++;
      subtract(at, sizes[last]);
    }
    return best;
  }

  /** An item that the best filling of a cell has; -1 where there is none. */
  private int last(int[] at) {
    for (int i = 0; i < items; i++) {
      int[] size = sizes[i];
      if (size[0] <= at[0] && size[1] <= at[1] && size[2] <= at[2]) {
        int[] before = at.clone();
        subtract(before, size);
        // Sums of values are exact, so the way back meets the very numbers of the way there.
        if (worth(before) + values[i] == worth(at)) {
          return i;
        }
      }
    }
    return -1;
  }

  private static void subtract(int[] from, int[] size) {
    for (int d = 0; d < DIMS; d++) {
      from[d] -= size[d];
    }
  }

  int items() {
    return items;
  }

  /**
   * The best filling with an item in it.
   *
   * @return as {@link #best}; minus infinity where the item does not fit
   */
  double bestWith(int item, long[] capacity, long[] copies) {
    long[] rest = capacity.clone();
    for (int d = 0; d < rest.length; d++) {
      rest[d] -= sizes[item][pad + d] * step[d];
      if (rest[d] < 0) {
        return Double.NEGATIVE_INFINITY;
      }
    }
    copies[tags[item]]++;
    return values[item] + best(rest, copies);
  }

  private double worth(int[] cell) {
    return rows[cell[0] * length[1] + cell[1]][cell[2]];
  }
}
