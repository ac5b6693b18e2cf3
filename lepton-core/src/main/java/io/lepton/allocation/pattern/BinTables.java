package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Best fillings of small bins by tables, one of which serves all bins inside it at a site. Not
 * thread safe.
 */
final class BinTables {
  /** Told what the table says about a bin. */
  interface Sink {
    /**
     * The best filling of a kind, if copies had no limit.
     *
     * @param bound what it is worth; what the bin can hold is worth no more
     */
    void found(int kind, double bound, long[] copiesByClass);
  }

  /** Cells of a table that stays in the caches. */
  static final long CELLS = 70_000;

  private final PackingModel model;
  private final CellGrid grid;
  private final GridKnapsack table;

  BinTables(PackingModel model) {
    this.model = model;
    this.grid = new CellGrid(model);
    this.table = new GridKnapsack(grid);
  }

  /**
   * Looks up what tables of so many cells can tell. None is begun that takes longer than there is.
   */
  void lookUp(UnitValues values, int[] kinds, long cells, Budget budget, Sink sink) {
    if (model.startCost() > 0) {
      return;
    }
    int[] largest = Orders.descending(kinds, t -> (double) grid.cells(model.capacity()[t]));
    boolean[] done = new boolean[model.kinds()];
    double nanos = GridTable.NANOS * model.classes();
    for (int i = 0; i < largest.length; i++) {
      int leader = largest[i];
      int site = model.site()[leader];
      long most = Math.min(cells, (long) (budget.leftNanos() / nanos));
      if (done[leader] || grid.cells(model.capacity()[leader]) > most || !load(site, values)) {
        continue;
      }
      table.solve(model.capacity()[leader]);
      for (int k = i; k < largest.length; k++) {
        int kind = largest[k];
        if (!done[kind] && model.site()[kind] == site && table.holds(model.capacity()[kind])) {
          done[kind] = true;
          long[] counts = new long[model.classes()];
          double bound = table.most(model.capacity()[kind]);
          if (table.best(model.capacity()[kind], counts) == bound) {
            sink.found(kind, bound, counts);
          }
        }
      }
    }
  }

  /**
   * The best filling of one bin, and the best with each class in turn, by a table that is no larger
   * than it need be.
   *
   * @param bin loaded and relaxed
   * @param above what fillings are to be worth more than
   * @param cells of the largest table to make
   * @param found takes fillings, the best ones first
   * @return what fillings are worth at most, or {@code above}; infinite where there is no time for
   *     the table, or none to be had. Where that is more and none were found, those in the table
   *     have more copies than count
   */
  double lookUp(
      OneBin bin, int kind, double above, long cells, Budget budget, List<Pattern> found) {
    long[] capacity = model.capacity()[kind];
    if (model.startCost() > 0
        || grid.cells(capacity) > cells
        || !bin.tabulate(above, budget, table)) {
      return Double.POSITIVE_INFINITY;
    }
    long[][] copies = new long[table.items() + 1][model.classes()];
    double[] worth = new double[copies.length];
    Arrays.setAll(
        worth,
        item ->
            item < table.items()
                ? table.bestWith(item, capacity, copies[item])
                : table.best(capacity, copies[item]));
    for (int item : Orders.descending(worth)) {
      if (worth[item] > above && proper(kind, copies[item])) {
        found.add(Pattern.of(kind, copies[item]));
      }
    }
    return Math.max(above, table.most(capacity));
  }

  /** Whether all copies count in full. */
  boolean proper(int kind, long[] copies) {
    long[] rates = model.rate()[model.site()[kind]];
    return IntStream.range(0, copies.length)
        .allMatch(j -> copies[j] * rates[j] <= model.countable(j));
  }

  /** Loads what is worth something at a site; false where parts of copies would count. */
  private boolean load(int site, UnitValues values) {
    double[] unit = values.at(site);
    long[] perCopy = model.copyCost()[site];
    table.clear();
    for (int j = 0; j < unit.length; j++) {
      double value = unit[j] * model.rate()[site][j] - (perCopy == null ? 0 : perCopy[j]);
      if (unit[j] > 0 && value > 0) {
        if (model.countable(j) % model.rate()[site][j] != 0) {
          return false;
        }
        table.add(value, model.size()[j], j);
      }
    }
    return true;
  }
}
