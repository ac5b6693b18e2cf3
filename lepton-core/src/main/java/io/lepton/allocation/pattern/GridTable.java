package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * The most that bins of every capacity on a grid can hold, by dynamic programming (Gilmore and
 * Gomory 1966): items enter one after the other, in any number. Cells outside its {@link TableBand}
 * count as empty bins. Not thread safe; reused.
 */
final class GridTable {
  /** How long a table takes, for each cell and item. */
  static final double NANOS = 0.4;

  /** Rows of shapes seen before are kept for later ones, up to so many cells (32 MB). */
  private static final int MOST_KEPT = 4_000_000;

  private int[] length = new int[CellGrid.DIMS];
  private TableBand band = TableBand.all(length);

  /** The most that is worth, by the first two dimensions and the last. */
  private double[][] rows = new double[0][];

  private int kept;

  private double[] line = new double[0];

  /** Begins the table of a bin, without any items. */
  void open(int[] bin, TableBand cells) {
    band = cells;
    length = Arrays.stream(bin).map(most -> most + 1).toArray();
    int count = length[0] * length[1];
    if (kept + count * length[2] > MOST_KEPT) {
      rows = new double[0][];
      kept = 0;
    }
    if (rows.length < count) {
      int had = rows.length;
      rows = Arrays.copyOf(rows, count);
      Arrays.fill(rows, had, count, new double[0]);
    }
    for (int row = 0; row < count; row++) {
      if (rows[row].length < length[2]) {
        kept += length[2] - rows[row].length;
        rows[row] = new double[length[2]];
      } else {
        Arrays.fill(rows[row], 0, length[2], 0);
      }
    }
    line = line.length < length[2] ? new double[length[2]] : line;
  }

  /** Lets an item into the table, in any number. */
  void enter(double value, int[] size) {
    int back = size[0] * length[1] + size[1];
    for (int a = size[0]; a < length[0]; a++) {
      for (int b = size[1]; b < length[1]; b++) {
        int row = a * length[1] + b;
        int first = Math.max(band.from[b], size[2]);
        int end = band.end[b];
        if (back > 0) {
          larger(rows[row], rows[row - back], value, size[2], first, end);
        } else {
          for (int k = first; k < end; k++) {
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
  double mostFor(double value, int[] item, int[] bin, double price) {
    int[] at = bin.clone();
    double most = value;
    for (int copies = 1; CellGrid.fits(item, at); copies++) {
      CellGrid.subtract(at, item);
      most = Math.min(most, (price - worth(at)) / copies);
      if (item[0] + item[1] + item[2] == 0) {
        return Math.min(most, 0);
      }
    }
    return most;
  }

  /** Whether a bin lies inside the table. */
  boolean holds(int[] bin) {
    return bin[0] < length[0] && bin[1] < length[1] && bin[2] < length[2];
  }

  /** The most that a bin inside the table can hold, of what passes through its band. */
  double worth(int[] bin) {
    return rows[bin[0] * length[1] + bin[1]][bin[2]];
  }

  /** The same for what an item that fits leaves of a bin. */
  double before(int[] bin, int[] size) {
    return rows[(bin[0] - size[0]) * length[1] + bin[1] - size[1]][bin[2] - size[2]];
  }
}
