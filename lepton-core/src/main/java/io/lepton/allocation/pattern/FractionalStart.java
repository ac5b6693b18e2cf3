package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the pattern relaxation with bins that hold fractions of copies, where the best filling is
 * found at once: its bound is nearly that of patterns where bins hold many copies, and its duals
 * are a good start. Not thread safe; used once.
 */
final class FractionalStart {
  private static final double ENOUGH = 1e-4;

  /** The same for a part of a model, where patterns follow at once. */
  private static final double NEAR = 3e-3;

  private static final int ROUNDS = 300;
  private static final long NODES = 200;
  private static final double SMOOTHING = 0.5;

  /** How much dearer fillings in fractions are while patterns take their places. */
  private static final double[] EXTRA = {0.001, 0.01};

  /** Bins worth this part of their price are looked at once for whole patterns. */
  private static final double LOOK = 0.9;

  private final ColumnGeneration relaxation;
  private final Master master;
  private final Pricing pricing;
  private final List<Integer> columns = new ArrayList<>();
  private final List<Master.Filling> fillings = new ArrayList<>();

  private double enough = ENOUGH;
  private Pricing.Effort look = Pricing.Effort.THOROUGH;

  FractionalStart(ColumnGeneration relaxation) {
    this.relaxation = relaxation;
    this.master = relaxation.master;
    this.pricing = relaxation.pricing;
  }

  /**
   * Runs, and leaves whole patterns near its solution in the master.
   *
   * @return the patterns nearest to what the solution holds, and how many bins of each
   */
  Map<Pattern, Double> run(Budget budget) {
    settle(budget);
    if (budget.exhausted() && columns.isEmpty()) {
      return Map.of();
    }
    Map<Pattern, Double> bins = whole();
    if (!budget.exhausted()) {
      Duals at = master.duals();
      pricing.run(at, look, NODES, LOOK, null, budget);
      relaxation.learn(at);
      pricing.found().forEach(master::add);
    }
    if (master.model.kinds() == 1) {
      // With one kind of bin few patterns are known yet, so fractions go slowly.
      for (double extra : EXTRA) {
        replace(extra, budget);
      }
    }
    columns.forEach(column -> master.lp.changeUpper(column, 0));
    return bins;
  }

  /** Adds the fillings that are nearly worth their bins at duals that are known to be good. */
  void from(Duals good, Budget budget) {
    enough = NEAR;
    look = Pricing.Effort.QUICK;
    List<Master.Filling> found = pricing.relax(good, LOOK, budget);
    if (!budget.exhausted()) {
      relaxation.learn(good);
    }
    found.forEach(this::add);
  }

  /** Prices fillings until their bound is close to their cost. */
  private void settle(Budget budget) {
    double share = relaxation.hasLearned() ? SMOOTHING : 0;
    long solved = -1;
    for (int round = 0; round < ROUNDS && !budget.exhausted(); round++) {
      if (master.solve(budget) != Simplex.Outcome.OPTIMAL) {
        return;
      }
      Duals outer = master.duals();
      Duals at = share == 0 ? outer : outer.towards(relaxation.bestDuals(), share);
      List<Master.Filling> found = pricing.relax(at, 1, budget);
      if (budget.exhausted()) {
        return;
      }
      relaxation.learn(at);
      boolean moved = master.lp.pivots != solved;
      solved = master.lp.pivots;
      boolean closed = share == 0 && (found.isEmpty() || !moved);
      if (master.unmet.count() > 1e-7 && closed && relaxation.raisePenalty(1e3)) {
        continue;
      }
      double value = master.lp.objective();
      if (closed
          || (master.unmet.count() <= 1e-7 && value - relaxation.bound() <= enough * value)) {
        return;
      }
      found.forEach(this::add);
      share = found.isEmpty() || !moved ? 0 : SMOOTHING;
    }
  }

  private void add(Master.Filling filling) {
    columns.add(master.add(filling));
    fillings.add(filling);
  }

  /** Prices patterns while fillings in fractions, dearer by a little, still stand in for them. */
  private void replace(double extra, Budget budget) {
    for (int i = 0; i < columns.size(); i++) {
      master.lp.changeCost(columns.get(i), fillings.get(i).cost() * (1 + extra));
    }
    while (!budget.exhausted() && master.solve(budget) == Simplex.Outcome.OPTIMAL) {
      Duals at = master.duals();
      pricing.run(at, Pricing.Effort.QUICK, NODES, null, budget);
      relaxation.learn(at);
      boolean added = false;
      for (Pattern pattern : pricing.found()) {
        added |= master.add(pattern);
      }
      if (!added) {
        return;
      }
    }
  }

  /** Whole patterns in place of the solution's fractions. */
  private Map<Pattern, Double> whole() {
    Map<Pattern, Double> bins = master.solution();
    Duals at = relaxation.bestDuals();
    UnitValues values = UnitValues.of(master, at);
    List<Pattern> around = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      double value = master.lp.columnValue(columns.get(i));
      if (value > 1e-9) {
        int first = around.size();
        pricing.bin.near(fillings.get(i), values, around);
        if (around.size() > first) {
          bins.merge(around.get(around.size() - 1), value, Double::sum);
        }
      }
    }
    around.forEach(master::add);
    return bins;
  }
}
