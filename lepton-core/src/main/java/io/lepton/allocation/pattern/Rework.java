package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Improves a packing by taking out a few bins, mostly those that cost more than what they hold is
 * worth, and packing what they held anew (ruin and recreate; Schrimpf and others 2000). Not thread
 * safe.
 */
final class Rework {
  private final PackingModel model;
  private final Completer completer;
  private final Random random;

  Rework(PackingModel model, Completer completer, Random random) {
    this.model = model;
    this.completer = completer;
    this.random = random;
  }

  /**
   * Works on a packing.
   *
   * @param patience ends after so many attempts without gain
   * @param values draws worths of units for an attempt
   * @param enough ends at this cost
   */
  Packing improve(
      Packing packing,
      int patience,
      java.util.function.Supplier<UnitValues> values,
      long enough,
      Budget budget) {
    Residual state = new Residual(model);
    packing.bins().forEach(state::add);
    int idle = 0;
    while (idle < patience && state.cost() > enough && !budget.exhausted()) {
      long before = state.cost();
      UnitValues worths = values.get();
      List<Completer.Added> removed = remove(state, worths);
      List<Completer.Added> added = new ArrayList<>();
      boolean whole = completer.complete(state, worths, 100, before, added, budget);
      if (!whole || state.cost() > before) {
        added.forEach(bin -> state.add(bin.pattern(), -bin.times()));
        removed.forEach(bin -> state.add(bin.pattern(), bin.times()));
        idle++;
      } else {
        idle = state.cost() < before ? 0 : idle + 1;
      }
    }
    return state.packing();
  }

  private List<Completer.Added> remove(Residual state, UnitValues worths) {
    List<Pattern> patterns = new ArrayList<>(state.bins.keySet());
    double[] waste = new double[patterns.size()];
    for (int p = 0; p < waste.length; p++) {
      Pattern pattern = patterns.get(p);
      double[] unit = worths.at(model.site()[pattern.kind()]);
      double worth = 0;
      for (int i = 0; i < pattern.classes().length; i++) {
        worth += pattern.copies()[i] * unit[pattern.classes()[i]];
      }
      double cost = pattern.cost(model);
      // Wasted money decides, with chance enough that every bin has its turn.
      waste[p] = (cost - worth) * random.nextDouble() + 0.05 * cost * random.nextDouble();
    }
    int[] order = Orders.descending(waste);
    int wanted = 2 + random.nextInt(10);
    List<Completer.Added> removed = new ArrayList<>();
    for (int k = 0; k < order.length && wanted > 0; k++) {
      Pattern pattern = patterns.get(order[k]);
      long times = Math.min(state.bins.getOrDefault(pattern, 0L), 1 + random.nextInt(2));
      state.add(pattern, -times);
      removed.add(new Completer.Added(pattern, times));
      wanted -= (int) times;
    }
    return removed;
  }
}
