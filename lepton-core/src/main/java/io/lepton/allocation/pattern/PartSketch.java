package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * A quick look at a part of a model: a few rounds of pattern pricing that find many patterns each,
 * and prices of units that are made right ({@link SoundPrices}) on the way. Not thread safe; used
 * once.
 */
final class PartSketch {
  /** Patterns worth this part of their bins are of use to begin with. */
  private static final double USEFUL = 0.6;

  private static final double WORTHY = 1 + 1e-6;

  /** How close prices that are right come to the value of what is known, at the end. */
  private static final double ENOUGH = 2e-3;

  private static final int ROUNDS = 40;

  /** How far prices are drawn to the best ones that are right. */
  private static final double SMOOTHING = 0.3;

  /** Cells of a table. */
  private static final long CELLS = 4_500;

  private final PackingModel model;
  private final Master master;
  private final Pricing pricing;
  private final double[] units;
  private final double[] most;
  private double[] centre;
  private double[] best;
  private double value = Double.NEGATIVE_INFINITY;
  private double limits;

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
    this.centre = prices;
    this.best = new double[prices.length];
    this.units = units;
    this.most = most;
  }

  /** Prices of units that are right together with {@link #limits}. */
  double[] prices() {
    return best;
  }

  /** What limits are worth in all, at most 0. */
  double limits() {
    return limits;
  }

  void run(Budget budget) {
    SoundPrices sound = new SoundPrices(model, CELLS);
    if (Arrays.stream(most).noneMatch(Double::isInfinite)) {
      prove(sound, master.duals(most));
      return;
    }
    Duals at = master.duals(centre);
    pricing.found().clear();
    pricing.sketch(at, true, USEFUL, budget);
    pricing.sketch(at, false, USEFUL, budget);
    pricing.found().forEach(master::add);
    double share = 0;
    boolean added = true;
    for (int round = 0; round < ROUNDS && !budget.exhausted(); round++) {
      if (master.solve(budget) != Simplex.Outcome.OPTIMAL) {
        break;
      }
      Duals outer = master.duals();
      at = share == 0 ? outer : outer.towards(master.duals(centre), share);
      pricing.found().clear();
      pricing.sketch(at, round % 2 == 0, WORTHY, budget);
      added = false;
      for (Pattern pattern : pricing.found()) {
        added |= master.add(pattern);
      }
      // Every other round, for it takes as long as pricing.
      if (round % 2 == 1) {
        prove(sound, at);
      }
      if ((!added && share == 0) || master.lp.objective() - value <= ENOUGH * value) {
        break;
      }
      share = added ? SMOOTHING : 0;
    }
    boolean solved = added && master.solve(budget) == Simplex.Outcome.OPTIMAL;
    if (solved || value == Double.NEGATIVE_INFINITY) {
      prove(sound, master.duals().towards(master.duals(centre), SMOOTHING));
    }
  }

  /** Makes prices right, and keeps them where they are the best so far. */
  private void prove(SoundPrices sound, Duals at) {
    double[] wanted = new double[centre.length];
    for (int j = 0; j < wanted.length; j++) {
      wanted[j] = Math.min(most[j], master.unitValue(at, j, 0));
    }
    double[] bins = new double[model.kinds()];
    for (int t = 0; t < bins.length; t++) {
      bins[t] = Math.max(0, model.cost()[t] - master.limitValue(at, t));
    }
    double[] right = sound.of(wanted, units, bins);
    double sum = master.limitsValue(at);
    for (int j = 0; j < right.length; j++) {
      // Where a class is planned elsewhere only its loss counts.
      sum += units[j] * (right[j] - (Double.isInfinite(most[j]) ? 0 : wanted[j]));
    }
    if (sum > value) {
      value = sum;
      best = right;
      centre = right;
      limits = master.limitsValue(at);
    }
  }
}
