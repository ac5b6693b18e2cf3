package io.lepton.allocation.pattern;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Solves the pattern relaxation (Gilmore and Gomory 1961) with smoothed duals (Wentges 1997) and
 * keeps the best lower bound that was proven on the way: the master's value is none until no
 * pattern prices out, so duals are shrunk until they overrate no pattern (Farley 1990), or what
 * they overrate is paid for (Lagrange). Not thread safe.
 */
final class ColumnGeneration {
  private static final double SMOOTHING = 0.5;
  static final long FIRST_NODES = 200;

  /** A value that falls by less than this part of it has stalled. */
  private static final double STALLED = 1e-5;

  final Master master;
  final Pricing pricing;
  private final SiteBound bySite;
  private final double mostBins;
  private volatile double bound;
  private double value = Double.POSITIVE_INFINITY;
  private boolean converged;
  private @Nullable Duals best;
  private double bestShrink = 1;
  private double[] bestSiteShrink = new double[0];
  private boolean infeasible;

  private final long lattice;

  ColumnGeneration(Master master, long lattice) {
    this.master = master;
    this.lattice = lattice;
    this.pricing = new Pricing(master);
    this.bySite = new SiteBound(master);
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

  /** Takes over a bound that was proven elsewhere. */
  void raise(double proven) {
    bound = Math.max(bound, proven);
  }

  /** Whether any duals were looked at yet. */
  boolean hasLearned() {
    return best != null;
  }

  /** What units cost at least, by class and lot, at the best duals; 0 before any. */
  double[][] unitPrices() {
    return bySite.prices(bestDuals(), bestSiteShrink);
  }

  /**
   * Begins with bins that hold fractions of copies.
   *
   * @return patterns near that solution, and how many bins of each it holds
   */
  Map<Pattern, Double> begin(Budget budget) {
    return new FractionalStart(this).run(budget);
  }

  /** The same from prices of units, by class, that are nearly right. */
  Map<Pattern, Double> begin(double[] prices, Budget budget) {
    FractionalStart start = new FractionalStart(this);
    start.from(master.duals(prices), budget);
    return start.run(budget);
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
    boolean many = master.model.kinds() > 1;
    while (!budget.exhausted()) {
      if (master.solve(budget) != Simplex.Outcome.OPTIMAL) {
        return;
      }
      boolean fell = value - master.lp.objective() > STALLED * value;
      value = master.lp.objective();
      Duals outer = master.duals();
      Duals at = best == null || share == 0 ? outer : outer.towards(best, share);
      boolean quick = effort == FIRST_NODES;
      pricing.run(at, quick ? Pricing.Effort.QUICK : Pricing.Effort.THOROUGH, effort, null, budget);
      boolean improved = learn(at);
      if (quick && many) {
        pricing.cascade(at, 0, budget);
      }
      boolean added = false;
      for (Pattern pattern : pricing.found()) {
        added |= master.add(pattern);
      }
      if (closed() || (master.unmet.count() <= 1e-7 && bound >= enough * value)) {
        converged = closed();
        return;
      }
      if (added && (fell || !many || share == 0)) {
        share = best == null ? 0 : SMOOTHING;
        // What only a long look finds, a short one will not find next time.
        effort = many ? effort : FIRST_NODES;
      } else if (share > 0) {
        share = improved ? share : many || share < 0.2 ? 0 : share * 0.6;
      } else if (effort < nodes && !pricing.complete()) {
        effort = Math.min(nodes, effort * 16);
      } else {
        if (master.unmet.count() > 1e-7 && raisePenalty(1e7)) {
          continue;
        }
        infeasible = master.unmet.count() > 1e-7;
        converged = pricing.complete();
        return;
      }
    }
  }

  boolean raisePenalty(double most) {
    if (master.unmet.factor() >= most) {
      return false;
    }
    master.unmet.penalize(master.unmet.factor() * 16);
    return true;
  }

  /** Whether the master's value could not lift the bound any more. */
  private boolean closed() {
    return master.unmet.count() <= 1e-7
        && (value - bound <= 1e-9 * Math.max(1, Math.abs(value))
            || Math.ceil((value - 1e-9) / lattice) <= Math.ceil(bound / lattice));
  }

  /** Takes up what the last pass of pricing proves at these duals; whether that is much. */
  boolean learn(Duals at) {
    Overrating over = pricing.overrating();
    double shrunk = Double.isInfinite(over.shrink()) ? 0 : master.dualObjective(at, over.shrink());
    double paid = master.dualObjective(at, 1) + mostBins * over.worst();
    double safe = Math.max(Math.max(shrunk, paid), bySite.of(at, over.bySite()));
    safe -= 1e-12 * Math.abs(safe);
    if (safe > bound || best == null) {
      boolean much = best == null || safe > bound * (1 + 1e-6);
      bound = Math.max(bound, safe);
      best = at;
      bestShrink = Double.isInfinite(over.shrink()) ? 1e300 : over.shrink();
      bestSiteShrink = over.bySite().clone();
      return much;
    }
    return false;
  }
}
