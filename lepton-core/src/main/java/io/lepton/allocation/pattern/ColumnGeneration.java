package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Solves the pattern relaxation (Gilmore and Gomory 1961) with smoothed duals (Wentges 1997) and
 * keeps the best lower bound that was proven on the way: the master's value is none until no
 * pattern prices out, so duals are shrunk until they overrate no pattern (Farley 1990), or what
 * they overrate is paid for (Lagrange). Not thread safe.
 */
final class ColumnGeneration {
  private static final double SMOOTHING = 0.5;
  private static final long FIRST_NODES = 200;
  private static final double AREA_GAP = 1e-4;
  private static final int AREA_ROUNDS = 300;

  /** How much dearer fillings in fractions are while patterns take their places. */
  private static final double[] EXTRA = {0.001, 0.01};

  final Master master;
  final Pricing pricing;
  private final double mostBins;
  private double bound;
  private double value = Double.POSITIVE_INFINITY;
  private boolean converged;
  private @Nullable Duals best;
  private double bestShrink = 1;
  private boolean infeasible;

  private final long lattice;

  ColumnGeneration(Master master, long lattice) {
    this.master = master;
    this.lattice = lattice;
    this.pricing = new Pricing(master);
    double most = 0;
    for (int j = 0; j < master.model.classes(); j++) {
      most += master.model.need()[j];
    }
    mostBins = most;
  }

  /** Proven: no packing costs less. */
  double bound() {
    return bound;
  }

  /** The master's value; with {@link #converged} the relaxation's optimum. */
  double value() {
    return value;
  }

  boolean converged() {
    return converged;
  }

  /** Whether the relaxation leaves needs unmet whatever that costs. */
  boolean infeasible() {
    return infeasible;
  }

  /** The duals that proved the bound, or the present ones. */
  Duals bestDuals() {
    return best != null ? best : master.duals();
  }

  /** Divided by this, {@link #bestDuals} overrate no pattern. */
  double bestShrink() {
    return bestShrink;
  }

  /**
   * Begins with bins that hold fractions of copies, where the best filling is found at once: its
   * bound is nearly that of patterns where bins hold many copies, and its duals are a good start.
   * Leaves whole patterns near its solution in the master.
   */
  void begin(Budget budget) {
    List<Integer> columns = new ArrayList<>();
    List<Master.Filling> fillings = new ArrayList<>();
    double share = 0;
    long solved = -1;
    for (int round = 0; round < AREA_ROUNDS && !budget.exhausted(); round++) {
      if (master.solve(budget) != Simplex.Outcome.OPTIMAL) {
        break;
      }
      double fractional = master.lp.objective();
      Duals outer = master.duals();
      Duals at = share == 0 || best == null ? outer : outer.towards(best, share);
      List<Master.Filling> found = pricing.relax(at);
      learn(at);
      boolean moved = master.lp.pivots != solved;
      solved = master.lp.pivots;
      boolean closed = share == 0 && (found.isEmpty() || !moved);
      if (master.unmet() > 1e-7 && closed && raisePenalty(1e3)) {
        continue;
      }
      if (closed || (master.unmet() <= 1e-7 && fractional - bound <= AREA_GAP * fractional)) {
        break;
      }
      for (Master.Filling filling : found) {
        columns.add(master.add(filling));
        fillings.add(filling);
      }
      share = found.isEmpty() || !moved ? 0 : SMOOTHING;
    }
    Duals at = bestDuals();
    UnitValues values = UnitValues.of(master, at);
    List<Pattern> whole = new ArrayList<>();
    for (int i = 0; i < columns.size() && !budget.exhausted(); i++) {
      if (master.lp.columnValue(columns.get(i)) > 1e-9) {
        pricing.near(fillings.get(i), values, whole);
      }
    }
    pricing.relax(at);
    whole.addAll(pricing.near(at, FIRST_NODES));
    whole.forEach(master::add);
    for (double extra : EXTRA) {
      for (int i = 0; i < columns.size(); i++) {
        master.lp.changeCost(columns.get(i), fillings.get(i).cost() * (1 + extra));
      }
      approach(budget);
    }
    columns.forEach(column -> master.lp.changeUpper(column, 0));
  }

  /** Prices patterns while fillings in fractions, dearer by a little, still stand in for them. */
  private void approach(Budget budget) {
    while (!budget.exhausted() && master.solve(budget) == Simplex.Outcome.OPTIMAL) {
      Duals at = master.duals();
      pricing.run(at, Pricing.Effort.QUICK, FIRST_NODES, null, budget);
      learn(at);
      boolean added = false;
      for (Pattern pattern : pricing.found()) {
        added |= master.add(pattern);
      }
      if (!added) {
        return;
      }
    }
  }

  /**
   * Runs until the relaxation is solved, the bound reaches {@code enough} times the master's value,
   * or time is up.
   *
   * @param nodes search nodes a bin in a thorough look
   */
  void run(double enough, long nodes, Budget budget) {
    double share = best == null ? 0 : SMOOTHING;
    long effort = FIRST_NODES;
    while (!budget.exhausted()) {
      if (master.solve(budget) != Simplex.Outcome.OPTIMAL) {
        return;
      }
      value = master.lp.objective();
      Duals outer = master.duals();
      Duals at = best == null || share == 0 ? outer : outer.towards(best, share);
      boolean quick = effort == FIRST_NODES;
      pricing.run(at, quick ? Pricing.Effort.QUICK : Pricing.Effort.THOROUGH, effort, null, budget);
      boolean improved = learn(at);
      boolean added = false;
      for (Pattern pattern : pricing.found()) {
        added |= master.add(pattern);
      }
      if (closed() || (master.unmet() <= 1e-7 && bound >= enough * value)) {
        converged = closed();
        return;
      }
      if (added) {
        share = best == null ? 0 : SMOOTHING;
        effort = FIRST_NODES;
      } else if (share > 0) {
        share = improved ? share : share < 0.2 ? 0 : share * 0.6;
      } else if (effort < nodes && !pricing.complete()) {
        effort = Math.min(nodes, effort * 16);
      } else {
        if (master.unmet() > 1e-7 && raisePenalty(1e7)) {
          continue;
        }
        infeasible = master.unmet() > 1e-7;
        converged = pricing.complete();
        return;
      }
    }
  }

  private boolean raisePenalty(double most) {
    if (master.penaltyFactor() >= most) {
      return false;
    }
    master.penalize(master.penaltyFactor() * 16);
    return true;
  }

  /** Whether the master's value could not lift the bound any more. */
  private boolean closed() {
    return master.unmet() <= 1e-7
        && (value - bound <= 1e-9 * Math.max(1, Math.abs(value))
            || Math.ceil((value - 1e-9) / lattice) <= Math.ceil(bound / lattice));
  }

  private boolean learn(Duals at) {
    double shrunk =
        Double.isInfinite(pricing.shrink()) ? 0 : master.dualObjective(at, pricing.shrink());
    double paid = master.dualObjective(at, 1) + mostBins * pricing.worst();
    double safe = Math.max(shrunk, paid);
    safe -= 1e-12 * Math.abs(safe);
    if (safe > bound || best == null) {
      boolean much = best == null || safe > bound * (1 + 1e-6);
      bound = Math.max(bound, safe);
      best = at;
      bestShrink = Double.isInfinite(pricing.shrink()) ? 1e300 : pricing.shrink();
      return much;
    }
    return false;
  }
}
