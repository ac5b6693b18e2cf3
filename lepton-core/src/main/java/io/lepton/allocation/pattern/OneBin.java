package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One bin at a time: what a bin of a kind could hold at given worths of units, what that is worth
 * at most, and good fillings of it. The last relaxation of each kind is remembered, for its
 * multipliers give a bound at other worths as well. Not thread safe.
 */
final class OneBin {
  /** Up to so many nodes a filling is greedy, and old multipliers will do. */
  static final long GREEDY_NODES = 50;

  private final PackingModel model;
  private final Knapsack knapsack;

  /** By kind; null for kinds not relaxed yet. */
  private final double[][] multipliers;

  /** {@link PackingModel#mostCopies} by kind and class; kinds not looked at yet are null. */
  private final int[][] most;

  private int kind;

  OneBin(PackingModel model) {
    this.model = model;
    this.knapsack = new Knapsack(model.dimensions());
    this.multipliers = new double[model.kinds()][];
    this.most = new int[model.kinds()][];
  }

  /** Searches end early, with a looser bound, once this is exhausted. */
  void within(Budget budget) {
    knapsack.within(budget);
  }

  /**
   * Loads every class that is worth something on a kind.
   *
   * @param partial what is fixed already; null for the whole problem
   */
  void load(int of, UnitValues values, @Nullable Residual partial) {
    kind = of;
    knapsack.clear();
    int site = model.site()[kind];
    double[] unitValue = values.at(site);
    long[] rates = model.rate()[site];
    long[] perCopy = model.copyCost()[site];
    long[] running = model.kept()[kind];
    int[] fits = mostCopies();
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

  private int[] mostCopies() {
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

  private void put(double value, int of, long copies) {
    if (value > 0 && copies > 0) {
      knapsack.add(value, model.size()[of], (int) Math.min(copies, Integer.MAX_VALUE), of);
    }
  }

  private long[] capacity() {
    return model.capacity()[kind];
  }

  /** What the bin can hold is worth so much at most, by the last relaxation of its kind. */
  double quickBound() {
    return multipliers[kind] == null ? relax() : knapsack.quickBound(capacity(), multipliers[kind]);
  }

  /** The same by a relaxation of its own. */
  double relax() {
    multipliers[kind] = knapsack.relaxedMultipliers(capacity());
    return knapsack.quickBound(capacity(), multipliers[kind]);
  }

  /** What the relaxation holds, in fractions of copies. */
  Master.Filling relaxed() {
    double[] copies = new double[model.classes()];
    knapsack.relaxedCopies(copies);
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

  /** Takes classes out. */
  void drop(boolean[] classes) {
    knapsack.drop(classes);
  }

  /** Takes classes out and relaxes the rest, which is not remembered; what it is worth at most. */
  double relaxWithout(int[] classes) {
    boolean[] out = new boolean[model.classes()];
    for (int of : classes) {
      out[of] = true;
    }
    knapsack.drop(out);
    return knapsack.items() == 0
        ? 0
        : knapsack.quickBound(capacity(), knapsack.relaxedMultipliers(capacity()));
  }

  /** By how much copies of each class are worth less than their room by the last relaxation. */
  void lacks(double[] byClass) {
    Arrays.fill(byClass, Double.POSITIVE_INFINITY);
    for (int i = 0; i < knapsack.items(); i++) {
      int of = knapsack.tag(i);
      byClass[of] = Math.min(byClass[of], knapsack.lack(i, multipliers[kind]));
    }
  }

  /** Told of fillings, each better than those before. */
  interface Sink {
    void found(long[] copiesByClass);
  }

  /**
   * Searches for fillings worth more than {@code above}, by the last relaxation of the kind.
   *
   * @return as {@link Knapsack#search}
   */
  double search(double above, long nodes, Sink improved) {
    return knapsack.search(
        capacity(),
        multipliers[kind],
        above,
        nodes,
        (copies, value) -> improved.found(counts(copies)));
  }

  /** The best filling that a search finds, if it is worth more than {@code above}. */
  Optional<Pattern> search(double above, long nodes) {
    Best best = new Best(above);
    knapsack.search(capacity(), multipliers[kind], above, nodes, best);
    return best.pattern();
  }

  /**
   * Makes a table of what fillings may have that are worth more than {@code above}, by the last
   * relaxation of the kind.
   *
   * @return false, and there is no table, where it takes longer than there is
   */
  boolean tabulate(double above, Budget budget, GridKnapsack table) {
    double slack = (quickBound() - above) * (1 + 1e-6);
    double[] waste = knapsack.tighten(multipliers[kind], slack, table);
    return table.solveFull(capacity(), waste, budget);
  }

  /** A filling around the relaxation, in no time, if it is worth more than {@code above}. */
  Optional<Pattern> nearRelaxed(double above) {
    Best best = new Best(above);
    knapsack.roundOnce(capacity(), best);
    return best.pattern();
  }

  /** The best of some more of these. */
  Optional<Pattern> aroundRelaxed(double above) {
    Best best = new Best(above);
    knapsack.round(capacity(), best);
    return best.pattern();
  }

  /**
   * One around copies of a class.
   *
   * @param many whether as many as fit, or one
   */
  Optional<Pattern> around(int of, boolean many, double above) {
    Best best = new Best(above);
    knapsack.around(of, many, capacity(), best);
    return best.pattern();
  }

  /** Adds whole fillings that keep to what a filling in fractions holds. */
  void near(Master.Filling filling, UnitValues values, List<Pattern> into) {
    load(filling.kind(), values, null);
    knapsack.guess(filling.classes(), filling.units(), model.rate()[model.site()[kind]]);
    knapsack.round(
        capacity(), (copies, value) -> into.add(Pattern.of(filling.kind(), counts(copies))));
  }

  /** A bound on what a bin can hold of what a partial packing still needs. */
  double mostWorth(int of, UnitValues values, Residual partial) {
    load(of, values, partial);
    return quickBound();
  }

  /**
   * A good filling of a bin for what a partial packing still needs; empty when nothing is worth
   * placing there.
   */
  Optional<Pattern> fill(int of, UnitValues values, Residual partial, long nodes) {
    load(of, values, partial);
    if (knapsack.items() == 0) {
      return Optional.empty();
    }
    if (multipliers[kind] == null || nodes > GREEDY_NODES) {
      multipliers[kind] = knapsack.relaxedMultipliers(capacity());
    } else {
      knapsack.forgetRelaxed();
    }
    return search(0, nodes);
  }

  private long[] counts(int[] copies) {
    long[] counts = new long[model.classes()];
    count(copies, counts);
    return counts;
  }

  private void count(int[] copies, long[] byClass) {
    for (int i = 0; i < knapsack.items(); i++) {
      byClass[knapsack.tag(i)] += copies[i];
    }
  }

  /** The best of the fillings that a search tells. */
  private final class Best implements Knapsack.Sink {
    private final long[] counts = new long[model.classes()];
    private double value;
    private boolean any;

    Best(double above) {
      this.value = above;
    }

    @Override
    public void found(int[] copies, double worth) {
      if (worth > value) {
        value = worth;
        any = true;
        Arrays.fill(counts, 0);
        count(copies, counts);
      }
    }

    Optional<Pattern> pattern() {
      return any ? Optional.of(Pattern.of(kind, counts)) : Optional.empty();
    }
  }
}
