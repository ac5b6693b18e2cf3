package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds patterns that are worth more than their bin costs, and bounds what all others could be
 * worth. Not thread safe.
 */
final class Pricing {
  /** How hard a pass looks. */
  enum Effort {
    /** A look at the bins that promise most; bounds may be loose. */
    QUICK,
    /** Every bin, with many nodes each. */
    THOROUGH
  }

  private static final int DISJOINT = 10;

  /** Tables of so many cells are made even for a quick look. */
  private static final long QUICK_CELLS = 8_000;

  /** Where searches have so many nodes, tables of so many cells are made in their place. */
  private static final long LONG = 2_000;

  private static final long LARGE_CELLS = 2_000_000;

  private final Master master;
  private final PackingModel model;

  /** The bin that is looked at, for those who complete packings as well. */
  final OneBin bin;

  private final BinTables tables;
  private final Overrating overrating;
  private final double[] bounds;
  private final List<Pattern> found = new ArrayList<>();
  private boolean complete;

  Pricing(Master master) {
    this.master = master;
    this.model = master.model;
    this.bin = new OneBin(model);
    this.tables = new BinTables(model);
    this.overrating = new Overrating(model);
    this.bounds = new double[model.kinds()];
  }

  List<Pattern> found() {
    return found;
  }

  /** By how much the duals of the last pass overrate bins. */
  Overrating overrating() {
    return overrating;
  }

  /** Whether the last pass searched every bin to the end. */
  boolean complete() {
    return complete;
  }

  /**
   * Looks for patterns.
   *
   * @param partial what is fixed already; null for the whole problem
   */
  void run(Duals duals, Effort effort, long nodes, @Nullable Residual partial, Budget budget) {
    run(duals, effort, nodes, 1, partial, budget);
  }

  /** The same for patterns worth more than a part of their bin's price. */
  void run(
      Duals duals,
      Effort effort,
      long nodes,
      double part,
      @Nullable Residual partial,
      Budget budget) {
    found.clear();
    bin.within(budget);
    overrating.clear();
    complete = true;
    int kinds = model.kinds();
    double[] price = new double[kinds];
    double[] promise = new double[kinds];
    int open = 0;
    int[] order = new int[kinds];
    UnitValues values = UnitValues.of(master, duals);
    for (int t = 0; t < kinds; t++) {
      price[t] = model.cost()[t] - master.limitValue(duals, t);
      bin.load(t, values, partial);
      bounds[t] = bin.quickBound();
      if (bounds[t] > part * price[t] && (partial == null || partial.mostBins(t) > 0)) {
        promise[t] = bounds[t] / Math.max(price[t], 1e-9);
        order[open++] = t;
      }
    }
    int[] promising = Orders.descending(Arrays.copyOf(order, open), t -> promise[t]);
    int hits = 0;
    int looks = 0;
    boolean[] settled = new boolean[kinds];
    UnitValues lowered = UnitValues.of(master, duals);
    BinTables.Sink small =
        (t, bound, counts) -> settled[t] = take(t, bound, counts, part * price[t]);
    if (partial == null) {
      long cells = effort == Effort.THOROUGH ? BinTables.CELLS : QUICK_CELLS;
      tables.lookUp(values, promising, cells, budget, small);
    }
    for (int t : promising) {
      if (settled[t]) {
        continue;
      }
      if ((effort == Effort.QUICK && (hits >= 12 || looks >= 40)) || budget.exhausted()) {
        complete = false;
        break;
      }
      looks++;
      boolean table = partial == null && nodes >= LONG;
      // Where all bins are equal, items are few of a kind, which tables know nothing of.
      boolean hit =
          (table && kinds > 1 && tabulate(t, values, lowered, part * price[t], budget))
              || search(t, values, part * price[t], nodes, partial);
      hits += hit ? 1 : 0;
      if (!hit && table && kinds == 1 && bounds[t] > part * price[t]) {
        tabulate(t, values, lowered, part * price[t], budget);
      }
    }
    for (int t = 0; t < kinds; t++) {
      overrating.weigh(t, price[t], bounds[t]);
    }
  }

  /**
   * Finds many patterns of a kind by a table: the best one, and those that stand beside it at
   * worths that each lowers.
   *
   * @return false where a search is needed
   */
  private boolean tabulate(
      int kind, UnitValues values, UnitValues lowered, double price, Budget budget) {
    bin.load(kind, values, null);
    bounds[kind] = Math.min(bounds[kind], bin.relax());
    if (bounds[kind] <= price) {
      return true;
    }
    List<Pattern> fillings = new ArrayList<>();
    double most = tables.lookUp(bin, kind, price, LARGE_CELLS, budget, fillings);
    bounds[kind] = Math.min(bounds[kind], most);
    for (int i = 0; i < fillings.size(); i++) {
      if (lowered.lower(fillings.get(i), price) || i == 0) {
        found.add(fillings.get(i));
      }
    }
    return most <= price || !fillings.isEmpty();
  }

  /** Takes a kind's bound and pattern from a table; false when the pattern holds too much. */
  private boolean take(int kind, double bound, long[] counts, double price) {
    bounds[kind] = Math.min(bounds[kind], bound);
    if (bound <= price) {
      return true;
    }
    if (!tables.proper(kind, counts)) {
      return false;
    }
    found.add(Pattern.of(kind, counts));
    return true;
  }

  /**
   * Lets bins hold fractions of copies: finds for every kind the filling that is worth most, and
   * bounds what all could be worth. The bounds are of no use once the time is up.
   *
   * @param part what fillings are worth at least, as a part of their bin's price
   * @return fillings that are worth more than that
   */
  List<Master.Filling> relax(Duals duals, double part, Budget budget) {
    overrating.clear();
    complete = true;
    List<Master.Filling> worthy = new ArrayList<>();
    UnitValues values = UnitValues.of(master, duals);
    for (int t = 0; t < model.kinds() && !budget.exhausted(); t++) {
      double price = model.cost()[t] - master.limitValue(duals, t);
      bin.load(t, values, null);
      bounds[t] = bin.relax();
      double bound = bounds[t];
      // Fillings that share no class lead on faster than the best one alone.
      for (int n = 0; n < DISJOINT && bound > part * price * (1 + 1e-9); n++) {
        if (model.available()[t] == 0) {
          break;
        }
        Master.Filling filling = bin.relaxed();
        worthy.add(filling);
        bound = bin.relaxWithout(filling.classes());
      }
      overrating.weigh(t, price, bounds[t]);
    }
    return worthy;
  }

  /**
   * Finds many patterns at once and proves nothing; adds to those found ({@link PatternSketch}).
   */
  void sketch(Duals duals, boolean many, double part, Budget budget) {
    new PatternSketch(master, bin).run(duals, many, part, found, budget);
  }

  /** The same with patterns that stand beside each other ({@link PatternCascade}). */
  PatternCascade.Worths cascade(Duals duals, long nodes, Budget budget) {
    bin.within(budget);
    return new PatternCascade(master, bin, tables).run(duals, nodes, found, budget);
  }

  private boolean search(
      int kind, UnitValues values, double price, long nodes, @Nullable Residual partial) {
    bin.load(kind, values, partial);
    double quick = bin.relax();
    if (quick <= price) {
      bounds[kind] = quick;
      return false;
    }
    List<long[]> fillings = new ArrayList<>();
    double bound = bin.search(price, nodes, fillings::add);
    bounds[kind] = Math.min(bounds[kind], Math.min(quick, bound));
    complete &= bounds[kind] <= price || !fillings.isEmpty();
    int keep = 2;
    for (int i = Math.max(0, fillings.size() - keep); i < fillings.size(); i++) {
      found.add(Pattern.of(kind, fillings.get(i)));
    }
    if (!fillings.isEmpty()) {
      others(Pattern.of(kind, fillings.get(fillings.size() - 1)), price, nodes);
    }
    return !fillings.isEmpty();
  }

  /** Looks on among the classes that the last filling left out, for patterns that differ. */
  private void others(Pattern first, double price, long nodes) {
    boolean[] used = new boolean[model.classes()];
    Pattern last = first;
    for (int round = 0; round < (model.kinds() == 1 ? 12 : 1); round++) {
      for (int of : last.classes()) {
        used[of] = true;
      }
      bin.drop(used);
      Optional<Pattern> next = bin.search(price, Math.min(nodes, 500));
      if (next.isEmpty()) {
        return;
      }
      last = next.get();
      found.add(last);
    }
  }
}
