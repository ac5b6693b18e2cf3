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

  private final PackingModel model;
  private final GridKnapsack grid;

  BinTables(PackingModel model) {
    this.model = model;
    this.grid = new GridKnapsack(model);
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
    double nanos = GridKnapsack.NANOS * model.classes();
    for (int i = 0; i < largest.length; i++) {
      int leader = largest[i];
      int site = model.site()[leader];
      long most = Math.min(cells, (long) (budget.leftNanos() / nanos));
      if (done[leader] || grid.cells(model.capacity()[leader]) > most || !load(site, values)) {
        continue;
      }
      grid.solve(model.capacity()[leader]);
      for (int k = i; k < largest.length; k++) {
        int kind = largest[k];
        if (!done[kind] && model.site()[kind] == site && grid.holds(model.capacity()[kind])) {
          done[kind] = true;
          long[] counts = new long[model.classes()];
          double bound = grid.best(model.capacity()[kind], counts);
          sink.found(kind, bound, counts);
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
    double steps = budget.leftNanos() / GridKnapsack.NANOS;
    if (model.startCost() > 0
        || grid.cells(capacity) > cells
        || !bin.tabulate(above, steps, grid)) {
      return Double.POSITIVE_INFINITY;
    }
    long[][] copies = new long[grid.items() + 1][model.classes()];
    double[] worth = new double[copies.length];
    Arrays.setAll(
        worth,
        item ->
            item < grid.items()
                ? grid.bestWith(item, capacity, copies[item])
                : grid.best(capacity, copies[item]));
    for (int item : Orders.descending(worth)) {
      if (worth[item] > above && proper(kind, copies[item])) {
        found.add(Pattern.of(kind, copies[item]));
      }
    }
    return Math.max(above, grid.most(capacity));
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
    grid.clear();
    for (int j = 0; j < unit.length; j++) {
      double value = unit[j] * model.rate()[site][j] - (perCopy == null ? 0 : perCopy[j]);
      if (unit[j] > 0 && value > 0) {
        if (model.countable(j) % model.rate()[site][j] != 0) {
          return false;
        }
        grid.add(value, model.size()[j], j);
      }
    }
    return true;
  }
}
