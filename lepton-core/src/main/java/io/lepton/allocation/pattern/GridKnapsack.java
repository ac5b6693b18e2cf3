package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * Exact fillings of small bins by a {@link GridTable}: one table, made for one bin, answers for
 * every bin inside it, or for a bin's full fillings alone. Copies are not limited, so a value is an
 * upper bound where they are. Not thread safe; reused.
 */
final class GridKnapsack {
  private final CellGrid grid;
  private final GridTable table = new GridTable();
  private int items;
  private double[] values = new double[0];
  private int[][] sizes = new int[0][];
  private int[] tags = new int[0];

  GridKnapsack(CellGrid grid) {
    this.grid = grid;
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
    sizes[items] = grid.inCells(size);
    tags[items++] = tag;
  }

  int items() {
    return items;
  }

  /** Makes the table of a bin. */
  void solve(long[] capacity) {
    int[] bin = grid.inCells(capacity);
    table.open(bin, TableBand.all(bin));
    for (int i = 0; i < items; i++) {
      table.enter(values[i], sizes[i]);
    }
  }

  /**
   * Makes as much of a bin's table as its fullest fillings need.
   *
   * @param waste what such a filling leaves at most, by dimension
   * @return false, and there is no table, where it would take longer than there is, or has
   */
  boolean solveFull(long[] capacity, double[] waste, Budget budget) {
    int[] bin = grid.inCells(capacity);
    TableBand band = TableBand.full(bin, grid.inCells(waste), items, sizes);
    // All cells are cleared first, which takes as long as one item does.
    double steps = grid.cells(capacity) + band.cells() * (bin[0] + 1) * items;
    if (steps * GridTable.NANOS > budget.leftNanos()) {
      return false;
    }
    table.open(bin, band);
    for (int i = 0; i < items; i++) {
      if (budget.exhausted()) {
        return false;
      }
      table.enter(values[i], sizes[i]);
    }
    return true;
  }

  /** Whether a bin lies inside the table. */
  boolean holds(long[] capacity) {
    return table.holds(grid.inCells(capacity));
  }

  /** The most a bin inside the table can hold; in a table of full fillings, of those alone. */
  double most(long[] capacity) {
    return table.worth(grid.inCells(capacity));
  }

  /**
   * The best filling of a bin inside the table: adds its copies by tag.
   *
   * @return what it is worth; minus infinity where it cannot be told, for a table of full fillings
   *     leaves some of it out or sums of values are rounded
   */
  double best(long[] capacity, long[] copies) {
    return best(grid.inCells(capacity), copies);
  }

  /**
   * The best filling with an item in it.
   *
   * @return as {@link #best}; minus infinity also where the item does not fit
   */
  double bestWith(int item, long[] capacity, long[] copies) {
    int[] rest = grid.inCells(capacity);
    if (!CellGrid.fits(sizes[item], rest)) {
      return Double.NEGATIVE_INFINITY;
    }
    CellGrid.subtract(rest, sizes[item]);
    copies[tags[item]]++;
    return values[item] + best(rest, copies);
  }

  /**
   * Goes the way back through the table. It takes items in the opposite order of that in which they
   * entered, as there is always a best filling that does, so that each is looked at about once.
   */
  private double best(int[] bin, long[] copies) {
    int[] at = bin.clone();
    double left = table.worth(at);
    int item = items - 1;
    while (left > 0) {
      item = last(at, left, item);
      if (item < 0) {
        return Double.NEGATIVE_INFINITY;
      }
      copies[tags[item]]++;
      CellGrid.subtract(at, sizes[item]);
      left = table.worth(at);
    }
    return table.worth(bin);
  }

  /**
   * An item that the best filling of a cell has; -1 where there is none.
   *
   * @param first where to begin, towards the first item
   */
  private int last(int[] at, double worth, int first) {
    for (int n = 0; n < items; n++) {
      int i = n <= first ? first - n : items + first - n;
      // Sums of whole values are exact, so the way back meets the very numbers of the way there.
      if (CellGrid.fits(sizes[i], at) && table.before(at, sizes[i]) + values[i] == worth) {
        return i;
      }
    }
    return -1;
  }
}
