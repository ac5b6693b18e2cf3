package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds patterns one after the other, each at worths that those before it have lowered: as soon as
 * a bin is found to hold more than its price, the units in it lose what is too much. The best
 * filling of every bin at the same worths has the same few classes in it, again and again; these
 * differ, and have their places beside each other in a solution, so that far fewer rounds of the
 * master are needed. It proves nothing. Not thread safe.
 */
final class PatternCascade {
  /** So many patterns are enough until worths are asked for anew. */
  private static final int PATTERNS = 60;

  private final Master master;
  private final PackingModel model;
  private final OneBin bin;
  private final BinTables tables;

  /** Kinds that hold no more than their price by the worths at the end, proven. */
  private final boolean[] right;

  PatternCascade(Master master, OneBin bin, BinTables tables) {
    this.master = master;
    this.model = master.model;
    this.bin = bin;
    this.tables = tables;
    this.right = new boolean[model.kinds()];
  }

  /**
   * What units are worth in the end.
   *
   * @param right kinds proven to hold no more than {@link UnitValues#WORTHY} times their price then
   */
  @SuppressWarnings("ArrayRecordComponent") // it is shared and never changed
  record Worths(UnitValues values, boolean[] right) {}

  /**
   * Looks until no bin is found to hold more than its price any more.
   *
   * @param nodes search nodes a bin that is too large for a table; with 0, what is around its
   *     relaxed filling has to do
   */
  Worths run(Duals duals, long nodes, List<Pattern> found, Budget budget) {
    UnitValues values = UnitValues.of(master, duals);
    double[] price = new double[model.kinds()];
    double[] promise = new double[model.kinds()];
    for (int t = 0; t < price.length; t++) {
      price[t] = model.cost()[t] - master.limitValue(duals, t);
      if (model.available()[t] > 0 && price[t] > 0) {
        bin.load(t, values, null);
        promise[t] = bin.quickBound() / price[t];
        right[t] = promise[t] <= UnitValues.WORTHY;
      }
    }
    int[] order = Orders.descending(promise);
    int[] open = Arrays.stream(order).filter(t -> promise[t] > UnitValues.WORTHY).toArray();
    int most = found.size() + PATTERNS;
    while (open.length > 0 && found.size() < most && !budget.exhausted()) {
      // Worths only fall, so a bin that holds too little now will not be asked again.
      open =
          Arrays.stream(open)
              .filter(t -> take(t, price[t], values, nodes, found, budget))
              .toArray();
    }
    return new Worths(values, right);
  }

  /** Takes patterns of a kind and lowers the worths of their units; false where there is none. */
  private boolean take(
      int kind, double price, UnitValues values, long nodes, List<Pattern> found, Budget budget) {
    if (budget.exhausted()) {
      return false;
    }
    bin.load(kind, values, null);
    double least = UnitValues.WORTHY * price;
    if (bin.quickBound() <= least || bin.relax() <= least) {
      right[kind] = true;
      return false;
    }
    List<Pattern> fillings = new ArrayList<>();
    if (nodes == 0) {
      bin.aroundRelaxed(least).ifPresent(fillings::add);
    } else {
      double most = tables.lookUp(bin, kind, least, BinTables.CELLS, budget, fillings);
      if (most > least && fillings.isEmpty()) {
        OneBin.Sink best =
            counts -> {
              fillings.clear();
              fillings.add(Pattern.of(kind, counts));
            };
        most = bin.search(least, nodes, best);
      }
      right[kind] = most <= least;
    }
    fillings.removeIf(filling -> !values.lower(filling, price));
    found.addAll(fillings);
    return !fillings.isEmpty();
  }
}
