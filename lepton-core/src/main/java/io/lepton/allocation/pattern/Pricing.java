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

  /** Searches that end without result after so many nodes are followed by large tables. */
  private static final long LONG = 2_000;

  private static final long LARGE_CELLS = 1_000_000;

  /** Up to so many nodes a filling is greedy, and old multipliers will do. */
  static final long GREEDY_NODES = 50;

  private final Master master;
  private final PackingModel model;
  private final Knapsack knapsack;
  private final GridKnapsack grid;
  private final double[][] multipliers;
  private final double[] bounds;
  private final double[] excess;

  /** {@link PackingModel#mostCopies} by kind and class; kinds not looked at yet are null. */
  private final int[][] most;

  private final List<Pattern> found = new ArrayList<>();
  private final double[] siteShrink;
  private double shrink;
  private double worst;
  private boolean complete;

  Pricing(Master master) {
    this.master = master;
    this.model = master.model;
    this.knapsack = new Knapsack(model.dimensions());
    this.grid = new GridKnapsack(model);
    this.multipliers = new double[model.kinds()][];
    this.bounds = new double[model.kinds()];
    this.excess = new double[model.kinds()];
    this.siteShrink = new double[model.rate().length];
    this.most = new int[model.kinds()][];
  }

  List<Pattern> found() {
    return found;
  }

  /** Divided by this, the duals of the last pass overrate no pattern; at least 1. */
  double shrink() {
    return shrink;
  }

  /** The same for the fillings at each site alone. */
  double[] siteShrink() {
    return siteShrink;
  }

  /** The least reduced cost that any bin can have by the last pass, at most 0. */
  double worst() {
    return worst;
  }

  /** By how much the last pass rates a bin of a kind above its price at most; from 0. */
  double excess(int kind) {
    return excess[kind];
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
    knapsack.within(budget);
    shrink = 1;
    Arrays.fill(siteShrink, 1);
    worst = 0;
    complete = true;
    int kinds = model.kinds();
    double[] price = new double[kinds];
    double[] promise = new double[kinds];
    int open = 0;
    int[] order = new int[kinds];
    UnitValues values = UnitValues.of(master, duals);
    for (int t = 0; t < kinds; t++) {
      price[t] = model.cost()[t] - master.limitValue(duals, t);
      fill(t, values, partial);
      double[] cached = multipliers[t];
      if (cached == null) {
        cached = knapsack.relaxedMultipliers(model.capacity()[t]);
        multipliers[t] = cached;
      }
      bounds[t] = knapsack.quickBound(model.capacity()[t], cached);
      if (bounds[t] > part * price[t] && (partial == null || partial.mostBins(t) > 0)) {
        promise[t] = bounds[t] / Math.max(price[t], 1e-9);
        order[open++] = t;
      }
    }
    int[] promising = Orders.descending(Arrays.copyOf(order, open), t -> promise[t]);
    int hits = 0;
    int looks = 0;
    boolean[] settled = new boolean[kinds];
    if (partial == null) {
      long cells = effort == Effort.THOROUGH ? GridKnapsack.CELLS : QUICK_CELLS;
      byGrid(values, price, part, promising, cells, settled, budget);
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
      boolean hit = search(t, values, part * price[t], nodes, partial);
      hits += hit ? 1 : 0;
      if (!hit && bounds[t] > part * price[t] && partial == null && nodes >= LONG) {
        byGrid(values, price, part, new int[] {t}, LARGE_CELLS, settled, budget);
      }
    }
    for (int t = 0; t < kinds; t++) {
      weigh(t, price[t]);
    }
  }

  /**
   * Settles small bins by tables; one serves all bins inside it at a site. A table takes about a
   * nanosecond a cell and class, and is not begun where that is more than there is.
   */
  private void byGrid(
      UnitValues values,
      double[] price,
      double part,
      int[] kinds,
      long cells,
      boolean[] settled,
      Budget budget) {
    if (model.startCost() > 0) {
      return;
    }
    int[] largest = Orders.descending(kinds, t -> (double) grid.cells(model.capacity()[t]));
    boolean[] tried = new boolean[price.length];
    for (int i = 0; i < largest.length; i++) {
      int leader = largest[i];
      int site = model.site()[leader];
      long most = Math.min(cells, budget.leftNanos() / model.classes());
      if (tried[leader] || grid.cells(model.capacity()[leader]) > most) {
        continue;
      }
      if (!loadGrid(leader, values)) {
        continue;
      }
      grid.solve(model.capacity()[leader]);
      for (int k = i; k < largest.length; k++) {
        int kind = largest[k];
        if (!tried[kind] && model.site()[kind] == site && grid.holds(model.capacity()[kind])) {
          tried[kind] = true;
          settled[kind] = readGrid(kind, part * price[kind]);
        }
      }
    }
  }

  private boolean loadGrid(int kind, UnitValues values) {
    int site = model.site()[kind];
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

  /** Takes a kind's bound and pattern from the table; false when the pattern holds too much. */
  private boolean readGrid(int kind, double price) {
    long[] counts = new long[model.classes()];
    double bound = grid.best(model.capacity()[kind], counts);
    bounds[kind] = Math.min(bounds[kind], bound);
    if (bound <= price) {
      return true;
    }
    for (int j = 0; j < counts.length; j++) {
      if (counts[j] > model.mostCopies(kind, j)) {
        return false;
      }
    }
    found.add(Pattern.of(kind, counts));
    return true;
  }

  private void weigh(int kind, double price) {
    double over = bounds[kind] - price;
    excess[kind] = Math.max(0, over);
    if (over > 0) {
      worst = Math.min(worst, -over);
      double cost = (double) model.cost()[kind];
      int site = model.site()[kind];
      siteShrink[site] =
          Math.max(siteShrink[site], price > 0 ? bounds[kind] / price : Double.POSITIVE_INFINITY);
      shrink =
          Math.max(
              shrink, cost > 0 ? (bounds[kind] + cost - price) / cost : Double.POSITIVE_INFINITY);
    }
  }

  /**
   * Lets bins hold fractions of copies: finds for every kind the filling that is worth most, and
   * bounds what all could be worth. The bounds are of no use once the time is up.
   *
   * @param part what fillings are worth at least, as a part of their bin's price
   * @return fillings that are worth more than that
   */
  List<Master.Filling> relax(Duals duals, double part, Budget budget) {
    shrink = 1;
    Arrays.fill(siteShrink, 1);
    worst = 0;
    complete = true;
    List<Master.Filling> worthy = new ArrayList<>();
    UnitValues values = UnitValues.of(master, duals);
    double[] copies = new double[model.classes()];
    for (int t = 0; t < model.kinds() && !budget.exhausted(); t++) {
      double price = model.cost()[t] - master.limitValue(duals, t);
      fill(t, values, null);
      multipliers[t] = knapsack.relaxedMultipliers(model.capacity()[t]);
      bounds[t] = knapsack.quickBound(model.capacity()[t], multipliers[t]);
      double bound = bounds[t];
      // Fillings that share no class lead on faster than the best one alone.
      for (int n = 0; n < DISJOINT && bound > part * price * (1 + 1e-9); n++) {
        if (model.available()[t] == 0) {
          break;
        }
        Arrays.fill(copies, 0);
        knapsack.relaxedCopies(copies);
        worthy.add(filling(t, copies));
        boolean[] used = new boolean[copies.length];
        for (int j = 0; j < used.length; j++) {
          used[j] = copies[j] > 0;
        }
        knapsack.drop(used);
        bound =
            knapsack.items() == 0
                ? 0
                : knapsack.quickBound(
                    model.capacity()[t], knapsack.relaxedMultipliers(model.capacity()[t]));
      }
      weigh(t, price);
    }
    return worthy;
  }

  /**
   * Finds many patterns at once and proves nothing: for every kind one around its relaxed filling,
   * and for every class one on the kind that suits it best, with as many of its copies as fit or
   * with one. Adds to those found.
   *
   * @param many whether as many as fit
   * @param part what fillings are worth more than, as a part of their bin's price
   */
  void sketch(Duals duals, boolean many, double part, Budget budget) {
    UnitValues values = UnitValues.of(master, duals);
    int classes = model.classes();
    double[] best = new double[classes];
    int[] at = new int[classes];
    Arrays.fill(best, part);
    Arrays.fill(at, -1);
    double[] least = new double[model.kinds()];
    for (int t = 0; t < model.kinds() && !budget.exhausted(); t++) {
      double price = model.cost()[t] - master.limitValue(duals, t);
      if (model.available()[t] == 0 || price <= 0) {
        continue;
      }
      least[t] = part * price;
      fill(t, values, null);
      long[] capacity = model.capacity()[t];
      multipliers[t] = knapsack.relaxedMultipliers(capacity);
      double bound = knapsack.quickBound(capacity, multipliers[t]);
      if (bound <= least[t]) {
        continue;
      }
      for (int i = 0; i < knapsack.items(); i++) {
        double worth = (bound - knapsack.lack(i, multipliers[t])) / price;
        int of = knapsack.tag(i);
        if (worth > best[of]) {
          best[of] = worth;
          at[of] = t;
        }
      }
      Best around = new Best(t, least[t]);
      knapsack.roundOnce(capacity, around);
      around.keep();
    }
    for (int t = 0; t < model.kinds(); t++) {
      boolean loaded = false;
      for (int j = 0; j < classes; j++) {
        if (at[j] == t && !budget.exhausted()) {
          if (!loaded) {
            fill(t, values, null);
            loaded = true;
          }
          Best around = new Best(t, least[t]);
          knapsack.around(j, many, model.capacity()[t], around);
          around.keep();
        }
      }
    }
  }

  /** The best of the fillings of a kind that a search tells. */
  private final class Best implements Knapsack.Sink {
    private final int kind;
    private final long[] counts = new long[model.classes()];
    private double value;
    private boolean any;

    Best(int kind, double least) {
      this.kind = kind;
      this.value = least;
    }

    @Override
    public void found(int[] copies, double worth) {
      if (worth > value) {
        value = worth;
        any = true;
        Arrays.fill(counts, 0);
        for (int i = 0; i < knapsack.items(); i++) {
          counts[knapsack.tag(i)] += copies[i];
        }
      }
    }

    void keep() {
      if (any) {
        found.add(Pattern.of(kind, counts));
      }
    }
  }

  private Master.Filling filling(int kind, double[] copies) {
    int used = 0;
    for (double amount : copies) {
      used += amount > 0 ? 1 : 0;
    }
    int[] classes = new int[used];
    double[] units = new double[used];
    double cost = model.cost()[kind];
    long[] perCopy = model.copyCost()[model.site()[kind]];
    long[] running = model.kept()[kind];
    int at = 0;
    for (int j = 0; j < copies.length; j++) {
      if (copies[j] > 0) {
        classes[at] = j;
        units[at++] =
            Math.min(copies[j] * model.rate()[model.site()[kind]][j], (double) model.countable(j));
        cost += perCopy == null ? 0 : perCopy[j] * copies[j];
        cost += model.startCost() * Math.max(0, copies[j] - (running == null ? 0 : running[j]));
      }
    }
    return new Master.Filling(kind, classes, units, cost);
  }

  /** Adds whole fillings that keep to what a filling in fractions holds. */
  void near(Master.Filling filling, UnitValues values, List<Pattern> into) {
    int kind = filling.kind();
    fill(kind, values, null);
    knapsack.guess(filling.classes(), filling.units(), model.rate()[model.site()[kind]]);
    knapsack.round(
        model.capacity()[kind],
        (copies, value) -> {
          long[] counts = new long[model.classes()];
          for (int i = 0; i < knapsack.items(); i++) {
            counts[knapsack.tag(i)] += copies[i];
          }
          into.add(Pattern.of(kind, counts));
        });
  }

  /** A bound on what one bin can hold of what a partial packing still needs. */
  double mostWorth(int kind, UnitValues values, Residual partial) {
    fill(kind, values, partial);
    if (multipliers[kind] == null) {
      multipliers[kind] = knapsack.relaxedMultipliers(model.capacity()[kind]);
    }
    return knapsack.quickBound(model.capacity()[kind], multipliers[kind]);
  }

  /**
   * A good filling of one bin for what a partial packing still needs; empty when nothing is worth
   * placing there.
   */
  Optional<Pattern> fillOne(int kind, UnitValues values, Residual partial, long nodes) {
    fill(kind, values, partial);
    if (knapsack.items() == 0) {
      return Optional.empty();
    }
    long[] capacity = model.capacity()[kind];
    if (multipliers[kind] == null || nodes > GREEDY_NODES) {
      multipliers[kind] = knapsack.relaxedMultipliers(capacity);
    } else {
      knapsack.forgetRelaxed();
    }
    long[] counts = new long[model.classes()];
    knapsack.search(
        capacity,
        multipliers[kind],
        0,
        nodes,
        (copies, value) -> {
          Arrays.fill(counts, 0);
          for (int i = 0; i < knapsack.items(); i++) {
            counts[knapsack.tag(i)] += copies[i];
          }
        });
    Pattern pattern = Pattern.of(kind, counts);
    return pattern.classes().length == 0 ? Optional.empty() : Optional.of(pattern);
  }

  private boolean search(
      int kind, UnitValues values, double price, long nodes, @Nullable Residual partial) {
    fill(kind, values, partial);
    long[] capacity = model.capacity()[kind];
    multipliers[kind] = knapsack.relaxedMultipliers(capacity);
    double quick = knapsack.quickBound(capacity, multipliers[kind]);
    if (quick <= price) {
      bounds[kind] = quick;
      return false;
    }
    List<long[]> fillings = new ArrayList<>();
    double bound =
        knapsack.search(
            capacity,
            multipliers[kind],
            price,
            nodes,
            (copies, value) -> {
              long[] counts = new long[model.classes()];
              for (int i = 0; i < knapsack.items(); i++) {
                counts[knapsack.tag(i)] += copies[i];
              }
              fillings.add(counts);
            });
    bounds[kind] = Math.min(quick, bound);
    complete &= bound <= price || !fillings.isEmpty();
    int keep = 2;
    for (int i = Math.max(0, fillings.size() - keep); i < fillings.size(); i++) {
      found.add(Pattern.of(kind, fillings.get(i)));
    }
    if (!fillings.isEmpty()) {
      others(kind, fillings.get(fillings.size() - 1), price, nodes);
    }
    return !fillings.isEmpty();
  }

  /** Looks on among the classes that the last filling left out, for patterns that differ. */
  private void others(int kind, long[] first, double price, long nodes) {
    boolean[] used = new boolean[model.classes()];
    long[] last = first;
    for (int round = 0; round < (model.kinds() == 1 ? 12 : 1); round++) {
      for (int j = 0; j < used.length; j++) {
        used[j] |= last[j] > 0;
      }
      knapsack.drop(used);
      long[] counts = new long[model.classes()];
      boolean[] any = new boolean[1];
      knapsack.search(
          model.capacity()[kind],
          multipliers[kind],
          price,
          Math.min(nodes, 500),
          (copies, value) -> {
            any[0] = true;
            Arrays.fill(counts, 0);
            for (int i = 0; i < knapsack.items(); i++) {
              counts[knapsack.tag(i)] += copies[i];
            }
          });
      if (!any[0]) {
        return;
      }
      found.add(Pattern.of(kind, counts));
      last = counts.clone();
    }
  }

  /** Loads the knapsack with every class that is worth something on a kind. */
  private void fill(int kind, UnitValues values, @Nullable Residual partial) {
    knapsack.clear();
    int site = model.site()[kind];
    double[] unitValue = values.at(site);
    long[] rates = model.rate()[site];
    long[] perCopy = model.copyCost()[site];
    long[] running = model.kept()[kind];
    int[] fits = mostCopies(kind);
    for (int j = 0; j < unitValue.length; j++) {
      if (!(unitValue[j] > 0) || fits[j] == 0) {
        continue;
      }
      long fit = fits[j];
      long units =
          partial == null ? model.countable(j) : partial.countable(j, model.lot()[site][j]);
      long full = Math.min(fit, rates[j] == 1 ? units : units / rates[j]);
      double value = unitValue[j] * rates[j] - (perCopy == null ? 0 : perCopy[j]);
      if (model.startCost() > 0) {
        long free = running == null ? 0 : Math.min(full, running[j]);
        put(value, j, free);
        put(value - model.startCost(), j, full - free);
      } else {
        put(value, j, full);
      }
      long part = units - full * rates[j];
      if (full < fit && part > 0) {
        boolean runs = running != null && running[j] > full;
        double partValue =
            unitValue[j] * part
                - (perCopy == null ? 0 : perCopy[j])
                - (runs ? 0 : model.startCost());
        put(partValue, j, 1);
      }
    }
  }

  private int[] mostCopies(int kind) {
    int[] fits = most[kind];
    if (fits == null) {
      fits = new int[model.classes()];
      for (int j = 0; j < fits.length; j++) {
        fits[j] = (int) Math.min(model.mostCopies(kind, j), Integer.MAX_VALUE);
      }
      most[kind] = fits;
    }
    return fits;
  }

  private void put(double value, int of, long most) {
    if (value > 0 && most > 0) {
      knapsack.add(value, model.size()[of], (int) Math.min(most, Integer.MAX_VALUE), of);
    }
  }
}
