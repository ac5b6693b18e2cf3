package io.lepton.allocation.pattern;

/**
 * A quick look at a part of a model: a few rounds of pattern pricing that find many patterns each
 * ({@link PatternCascade}), and prices of units that are made right ({@link SoundPrices}) on the
 * way. It may go on later where it ended. Not thread safe.
 */
final class PartSketch {
  /** Patterns worth this part of their bins are of use to begin with. */
  private static final double USEFUL = 0.6;

  /** How close prices that are right come to the value of what is known, at the end. */
  private static final double ENOUGH = 5e-4;

  private static final int ROUNDS = 60;

  /** How far prices are drawn to the best ones that are right. */
  private static final double SMOOTHING = 0.3;

  /** Prices are made right after so many rounds, for it takes as long as pricing. */
  private static final int ROUNDS_A_PROOF = 3;

  /** How long tables may take for that, for each class. */
  private static final long TABLE_NANOS = 4_500;

  /** Percent of the time that a beginning takes at most. */
  private static final long BEGUN = 33;

  /** Percent of the time after which what is known is proven as well as the rest allows. */
  private static final long SEARCHED = 80;

  /** Search nodes a bin where nothing is found around relaxed fillings any more. */
  private static final long NODES = 1_000;

  private final PackingModel model;
  private final Master master;
  private final Pricing pricing;
  private final SoundPrices sound;
  private final double[] units;
  private double[] most;
  private double[] centre;

  /** What the best prices so far were made right from. */
  private Duals from;

  private double[] best;
  private double value = Double.NEGATIVE_INFINITY;
  private double limits;
  private boolean begun;

  /** Whether patterns were ever weighed against each other. */
  private boolean solved;

  private long nodes;

  /**
   * A look.
   *
   * @param prices of units, by class, to begin with
   * @param units that a price matters for, by class
   * @param most prices of classes that are planned elsewhere; infinite for others
   */
  PartSketch(ColumnGeneration part, double[] prices, double[] units, double[] most) {
    this.model = part.master.model;
    this.master = part.master;
    this.pricing = part.pricing;
    this.sound = new SoundPrices(model);
    this.centre = prices;
    this.best = new double[prices.length];
    this.units = units;
    this.most = most;
    this.from = master.duals(prices);
  }

  /** Prices of units that are right together with {@link #limits}. */
  double[] prices() {
    return best;
  }

  /** What limits are worth in all, at most 0. */
  double limits() {
    return limits;
  }

  /** What the value of what is known is above prices that are right, as far as it is solved. */
  double gap() {
    double known = Math.max(0, value);
    return begun && !solved ? known : Math.max(0, master.lp.objective() - known);
  }

  /** Makes prices right once more, now that it is known what matters of those planned elsewhere. */
  void settle(double[] elsewhere, Budget budget) {
    most = elsewhere;
    if (value > Double.NEGATIVE_INFINITY) {
      value = limits;
      for (int j = 0; j < best.length; j++) {
        value += units[j] * (Double.isInfinite(most[j]) ? best[j] : Math.min(0, best[j] - most[j]));
      }
    } else if (!begun) {
      from = master.duals(most);
    }
    prove(from, tables(budget));
  }

  /** Looks, the first time or on. */
  void run(Budget budget) {
    if (!begun) {
      begin(budget.atMost(budget.leftNanos() / 100 * BEGUN));
    }
    improve(budget.atMost(budget.leftNanos() / 100 * SEARCHED));
    boolean last = master.solve(budget) == Simplex.Outcome.OPTIMAL;
    solved |= last;
    Duals at = last ? master.duals() : master.duals().towards(master.duals(centre), SMOOTHING);
    prove(at, budget.leftNanos());
  }

  /** How long tables may take on the way. */
  private long tables(Budget budget) {
    return Math.min(budget.leftNanos(), TABLE_NANOS * model.classes());
  }

  /** Finds patterns of use to begin with. */
  private void begin(Budget budget) {
    Duals at = master.duals(centre);
    pricing.found().clear();
    pricing.sketch(at, true, USEFUL, budget);
    pricing.sketch(at, false, USEFUL, budget);
    pricing.cascade(at, nodes, budget);
    pricing.found().forEach(master::add);
    begun = true;
  }

  /** Finds patterns until they are worth little more than prices that are right. */
  private void improve(Budget budget) {
    double share = 0;
    for (int round = 1; round <= ROUNDS && !budget.exhausted(); round++) {
      if (master.solve(budget) != Simplex.Outcome.OPTIMAL) {
        return;
      }
      solved = true;
      Duals outer = master.duals();
      Duals at = share == 0 ? outer : outer.towards(master.duals(centre), share);
      pricing.found().clear();
      PatternCascade.Worths worths = pricing.cascade(at, nodes, budget);
      boolean added = false;
      for (Pattern pattern : pricing.found()) {
        added |= master.add(pattern);
      }
      if (nodes > 0) {
        prove(at, worths, tables(budget));
      } else if (round % ROUNDS_A_PROOF == 0) {
        prove(at, tables(budget));
      }
      boolean none = !added && share == 0;
      if ((none && nodes == NODES) || master.lp.objective() - value <= ENOUGH * value) {
        return;
      }
      // What only a search finds, a glance will not find next time.
      nodes = none ? NODES : nodes;
      share = added ? SMOOTHING : 0;
    }
  }

  /** Makes prices right, and keeps them where they are the best so far. */
  private void prove(Duals at, long tableNanos) {
    double[] wanted = new double[centre.length];
    for (int j = 0; j < wanted.length; j++) {
      wanted[j] = Math.min(most[j], master.unitValue(at, j, 0));
    }
    prove(at, wanted, new boolean[model.kinds()], tableNanos);
  }

  /** The same from what a cascade left of them, and what it knows of bins then. */
  private void prove(Duals at, PatternCascade.Worths worths, long tableNanos) {
    double[] wanted = worths.values().least();
    for (int j = 0; j < wanted.length; j++) {
      wanted[j] = Math.min(most[j], wanted[j] / UnitValues.WORTHY);
    }
    prove(at, wanted, worths.right(), tableNanos);
  }

  private void prove(Duals at, double[] wanted, boolean[] known, long tableNanos) {
    double[] bins = new double[model.kinds()];
    for (int t = 0; t < bins.length; t++) {
      bins[t] = Math.max(0, model.cost()[t] - master.limitValue(at, t));
    }
    double[] right = sound.of(wanted, units, bins, known, tableNanos);
    double sum = master.limitsValue(at);
    for (int j = 0; j < right.length; j++) {
      // Where a class is planned elsewhere only its loss counts.
      sum += units[j] * (right[j] - (Double.isInfinite(most[j]) ? 0 : wanted[j]));
    }
    if (sum > value) {
      value = sum;
      from = at;
      best = right;
      centre = right;
      limits = master.limitsValue(at);
    }
  }
}
