package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists every pattern that a packing cheaper than the best known one could use: its reduced cost
 * cannot exceed the gap (Baldacci, Christofides and Mingozzi 2008). Where copies cost nothing only
 * maximal fillings are listed, for the others are never better.
 */
final class Enumeration {
  private final Master master;
  private final PackingModel model;
  private final int limit;
  private final Budget budget;
  private final List<Pattern> listed = new ArrayList<>();
  private long nodesLeft;
  private boolean overflow;

  Enumeration(Master master, int limit, Budget budget) {
    this.master = master;
    this.model = master.model;
    this.limit = limit;
    this.budget = budget;
    this.nodesLeft = 200L * limit + 100_000;
  }

  /** All such patterns; empty when there are more than the limit. */
  Optional<List<Pattern>> list(Duals duals, double gap) {
    UnitValues values = UnitValues.of(master, duals);
    boolean maximalOnly = model.copiesAreFree();
    for (int t = 0; t < model.kinds(); t++) {
      if (model.available()[t] > 0) {
        new OfKind(t, values, model.cost()[t] - master.limitValue(duals, t) - gap, maximalOnly)
            .run();
      }
      if (overflow) {
        return Optional.empty();
      }
    }
    return Optional.of(listed);
  }

  /** The fillings of one kind worth at least a threshold. */
  private final class OfKind {
    private final int kind;
    private final double threshold;
    private final boolean maximalOnly;
    private final int[] classes;
    private final long[] most;
    private final double[] unit;
    private final double[] multipliers;
    private final double[] suffix;
    private final long[] rest;
    private final long[] counts;

    OfKind(int kind, UnitValues values, double threshold, boolean maximalOnly) {
      this.kind = kind;
      this.threshold = threshold - 1e-9 * Math.abs(threshold);
      this.maximalOnly = maximalOnly;
      int site = model.site()[kind];
      double[] unitValue = values.at(site);
      int count = 0;
      int[] possible = new int[model.classes()];
      for (int j = 0; j < possible.length; j++) {
        if (model.mostCopies(kind, j) > 0) {
          possible[count++] = j;
        }
      }
      classes = java.util.Arrays.copyOf(possible, count);
      most = new long[count];
      unit = new double[count];
      Knapsack relaxed = new Knapsack(model.dimensions());
      for (int i = 0; i < count; i++) {
        int of = classes[i];
        most[i] = model.mostCopies(kind, of);
        // The cheapest copy of the class stands for all: an upper bound is all that is needed.
        double free = model.copiesCost(kind, of, 1);
        unit[i] = Math.max(0, unitValue[of] * model.rate()[site][of] - free);
        relaxed.add(unit[i], model.size()[of], (int) Math.min(most[i], Integer.MAX_VALUE), i);
      }
      multipliers = relaxed.relaxedMultipliers(model.capacity()[kind]);
      suffix = new double[count + 1];
      for (int i = count - 1; i >= 0; i--) {
        double gain = unit[i];
        for (int d = 0; d < multipliers.length; d++) {
          gain -= multipliers[d] * model.size()[classes[i]][d];
        }
        suffix[i] = suffix[i + 1] + Math.max(0, gain) * most[i];
      }
      rest = model.capacity()[kind].clone();
      counts = new long[model.classes()];
    }

    void run() {
      descend(0, 0);
    }

    private void descend(int at, double value) {
      if (overflow) {
        return;
      }
      if (--nodesLeft < 0 || ((nodesLeft & 1023) == 0 && budget.exhausted())) {
        overflow = true;
        return;
      }
      double bound = value + suffix[at];
      for (int d = 0; d < multipliers.length; d++) {
        bound += multipliers[d] * rest[d];
      }
      if (bound * (1 + 1e-9) + 1e-9 < threshold) {
        return;
      }
      if (at == classes.length) {
        if (value * (1 + 1e-9) + 1e-9 >= threshold && (!maximalOnly || maximal())) {
          keep();
        }
        return;
      }
      long[] size = model.size()[classes[at]];
      long fit = Sizes.copies(size, rest, most[at]);
      for (long copies = fit; copies >= 0; copies--) {
        for (int d = 0; d < rest.length; d++) {
          rest[d] -= copies * size[d];
        }
        counts[classes[at]] = copies;
        descend(at + 1, value + copies * unit[at]);
        counts[classes[at]] = 0;
        for (int d = 0; d < rest.length; d++) {
          rest[d] += copies * size[d];
        }
      }
    }

    private void keep() {
      Pattern pattern = Pattern.of(kind, counts);
      if (pattern.classes().length > 0) {
        listed.add(pattern);
        overflow = listed.size() > limit;
      }
    }

    private boolean maximal() {
      for (int i = 0; i < classes.length; i++) {
        if (counts[classes[i]] < most[i] && Sizes.fit(model.size()[classes[i]], rest)) {
          return false;
        }
      }
      return true;
    }
  }
}
