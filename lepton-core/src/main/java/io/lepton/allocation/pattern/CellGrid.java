package io.lepton.allocation.pattern;

/**
 * Room in whole cells: a grid of at most three dimensions, as coarse as the sizes of all classes
 * allow. Problems of fewer dimensions use the last ones. Thread safe.
 */
final class CellGrid {
  static final int DIMS = 3;

  private final long[] step;
  private final int pad;

  CellGrid(PackingModel model) {
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

  /** A size in cells. Where that is no int, it is larger than any bin that has a table. */
  int[] inCells(long[] size) {
    int[] cells = new int[DIMS];
    for (int d = 0; d < size.length; d++) {
      cells[pad + d] = (int) Math.min(size[d] / step[d], Integer.MAX_VALUE);
    }
    return cells;
  }

  /** The same for room that need not be whole, nor finite. */
  double[] inCells(double[] room) {
    double[] cells = new double[DIMS];
    for (int d = 0; d < room.length; d++) {
      cells[pad + d] = room[d] / step[d];
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

  static boolean fits(int[] size, int[] room) {
    return size[0] <= room[0] && size[1] <= room[1] && size[2] <= room[2];
  }

  static void subtract(int[] from, int[] size) {
    for (int d = 0; d < DIMS; d++) {
      from[d] -= size[d];
    }
  }
}
