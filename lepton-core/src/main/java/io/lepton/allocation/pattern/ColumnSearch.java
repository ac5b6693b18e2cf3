package io.lepton.allocation.pattern;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Branch and bound over how often each pattern of a master is used. Depth first, the larger side of
 * a branch first, the dual simplex method between nodes. With all patterns that matter in the
 * master the search is exact.
 */
final class ColumnSearch {
  private final Master master;
  private final PackingModel model;
  private final long lattice;
  private final LongSupplier incumbent;
  private final Consumer<Packing> found;
  private final Budget budget;
  private final long[] most;
  private long nodesLeft;
  private boolean cut;

  /**
   * A search.
   *
   * @param incumbent the cost that packings must be below; Long.MAX_VALUE when there is none
   * @param found told of every better packing
   */
  ColumnSearch(
      Master master,
      long lattice,
      long nodes,
      LongSupplier incumbent,
      Consumer<Packing> found,
      Budget budget) {
    this.master = master;
    this.model = master.model;
    this.lattice = lattice;
    this.nodesLeft = nodes;
    this.incumbent = incumbent;
    this.found = found;
    this.budget = budget;
    most = new long[master.patterns.size()];
    for (int p = 0; p < most.length; p++) {
      most[p] = mostUses(master.patterns.get(p));
    }
  }

  /** More bins of a pattern than this are never of use. */
  private long mostUses(Pattern pattern) {
    long uses = 0;
    int site = model.site()[pattern.kind()];
    for (int i = 0; i < pattern.classes().length; i++) {
      int of = pattern.classes()[i];
      long units = pattern.copies()[i] * model.rate()[site][of];
      uses = Math.max(uses, (model.need()[of] + units - 1) / units);
    }
    return Math.min(uses, new Residual(model).mostBins(pattern.kind()));
  }

  /** Searches; true when it went through to the end, so that nothing better is left. */
  boolean run() {
    for (int p = 0; p < most.length; p++) {
      master.lp.changeUpper(master.column(p), (double) most[p]);
    }
    master.unmet.forbid(true);
    descend(new Residual(model));
    master.unmet.forbid(false);
    for (int p = 0; p < most.length; p++) {
      master.lp.release(master.column(p));
    }
    master.restrictTo(null);
    return !cut;
  }

  private void descend(Residual partial) {
    if (cut || --nodesLeft < 0 || budget.exhausted()) {
      cut = true;
      return;
    }
    master.restrictTo(partial);
    Simplex.Outcome outcome = master.solve(budget);
    if (outcome == Simplex.Outcome.INFEASIBLE) {
      return;
    }
    if (outcome != Simplex.Outcome.OPTIMAL) {
      cut = true;
      return;
    }
    double cost = partial.binsCost() + master.lp.objective();
    double rounded = Math.ceil(cost / lattice - 1e-6 - 1e-9 * Math.abs(cost / lattice)) * lattice;
    if (rounded >= incumbent.getAsLong()) {
      return;
    }
    int branch = -1;
    double score = 0;
    for (int p = 0; p < most.length; p++) {
      double value = master.value(p);
      double part = value - Math.floor(value);
      if (part > 1e-6 && part < 1 - 1e-6) {
        double worth = 0.5 - Math.abs(part - 0.6) + 1e-3 * value;
        if (branch < 0 || worth > score) {
          score = worth;
          branch = p;
        }
      }
    }
    if (branch < 0) {
      take(partial);
      return;
    }
    long below = (long) Math.floor(master.value(branch));
    up(partial, branch, below + 1);
    down(partial, branch, below);
  }

  private void take(Residual partial) {
    Residual whole = partial.copy();
    for (int p = 0; p < most.length; p++) {
      long times = Math.round(master.value(p));
      if (times > 0) {
        whole.add(master.patterns.get(p), times);
      }
    }
    if (whole.complete() && whole.withinLimits()) {
      if (whole.cost() < incumbent.getAsLong()) {
        found.accept(whole.packing());
      }
    } else {
      // Rounding broke a rule that the relaxation holds only nearly: this end proves nothing.
      cut = true;
    }
  }

  private void up(Residual partial, int pattern, long times) {
    Pattern chosen = master.patterns.get(pattern);
    if (times > most[pattern] || partial.mostBins(chosen.kind()) < times) {
      return;
    }
    most[pattern] -= times;
    partial.add(chosen, times);
    master.lp.changeUpper(master.column(pattern), (double) most[pattern]);
    descend(partial);
    partial.add(chosen, -times);
    most[pattern] += times;
    master.lp.changeUpper(master.column(pattern), (double) most[pattern]);
  }

  private void down(Residual partial, int pattern, long bound) {
    long before = most[pattern];
    most[pattern] = bound;
    master.lp.changeUpper(master.column(pattern), (double) bound);
    descend(partial);
    most[pattern] = before;
    master.lp.changeUpper(master.column(pattern), (double) before);
  }
}
