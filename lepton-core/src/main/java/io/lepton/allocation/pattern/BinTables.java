package io.lepton.allocation.pattern;

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
