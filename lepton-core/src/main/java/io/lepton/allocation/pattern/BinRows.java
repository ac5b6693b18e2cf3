package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ToDoubleFunction;

/**
 * The columns of bins in a linear program, and rows over them that may come later than they do. Of
 * each row the side for the whole problem is kept, whatever its side is for the time being. Not
 * thread safe.
 */
final class BinRows {
  private final Simplex lp;
  private final List<Master.Filling> fillings = new ArrayList<>();
  private final List<Integer> columns = new ArrayList<>();
  private final List<Double> wholeSides = new ArrayList<>();

  BinRows(Simplex lp) {
    this.lp = lp;
  }

  /** Adds a row that no bin is in yet. */
  int add(boolean atLeast, double side) {
    wholeSides.add(side);
    return lp.addRow(atLeast, side);
  }

  /**
   * Adds a row over the bins that are there.
   *
   * @param wholeSide its side for the whole problem
   * @param entry of a bin, 0 where it is not in the row
   * @param others columns that are in the row once
   */
  int add(
      boolean atLeast,
      double side,
      double wholeSide,
      ToDoubleFunction<Master.Filling> entry,
      int... others) {
    Entries row = new Entries();
    for (int p = 0; p < fillings.size(); p++) {
      double amount = entry.applyAsDouble(fillings.get(p));
      if (amount != 0) {
        row.add(columns.get(p), amount);
      }
    }
    for (int column : others) {
      row.add(column, 1);
    }
    wholeSides.add(wholeSide);
    return lp.addRow(atLeast, side, row.places(), row.values());
  }

  /** Adds a bin's column. */
  int add(Master.Filling filling, int[] rows, double[] entries) {
    int column = lp.addColumn(filling.cost(), Double.POSITIVE_INFINITY, rows, entries);
    fillings.add(filling);
    columns.add(column);
    return column;
  }

  /** Tells every bin that the present solution uses, and how often. */
  void used(ObjDoubleConsumer<Master.Filling> sink) {
    for (int p = 0; p < fillings.size(); p++) {
      double value = lp.columnValue(columns.get(p));
      if (value > 1e-12) {
        sink.accept(fillings.get(p), value);
      }
    }
  }

  /** What a row's side is worth for the whole problem. */
  double worth(Duals duals, int row) {
    return duals.row(row) * wholeSides.get(row);
  }

  /** What all rows' sides are worth for the whole problem. */
  double worth(Duals duals) {
    double sum = 0;
    for (int row = 0; row < wholeSides.size(); row++) {
      sum += worth(duals, row);
    }
    return sum;
  }
}
