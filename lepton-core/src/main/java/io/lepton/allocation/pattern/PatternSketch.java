package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.List;

/**
 * Finds many patterns at once and proves nothing: for every kind one around its relaxed filling,
 * and for every class one on the kind that suits it best. Not thread safe.
 */
final class PatternSketch {
  private final Master master;
  private final PackingModel model;
  private final OneBin bin;

  PatternSketch(Master master, OneBin bin) {
    this.master = master;
    this.model = master.model;
    this.bin = bin;
  }

  /**
   * Looks at every bin for a moment.
   *
   * @param many whether the filling around a class has as many of its copies as fit, or one
   * @param part what fillings are worth more than, as a part of their bin's price
   */
  void run(Duals duals, boolean many, double part, List<Pattern> found, Budget budget) {
    UnitValues values = UnitValues.of(master, duals);
    int classes = model.classes();
    double[] lack = new double[classes];
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
      bin.load(t, values, null);
      double bound = bin.relax();
      if (bound <= least[t]) {
        continue;
      }
      bin.lacks(lack);
      for (int j = 0; j < classes; j++) {
        double worth = (bound - lack[j]) / price;
        if (worth > best[j]) {
          best[j] = worth;
          at[j] = t;
        }
      }
      bin.nearRelaxed(least[t]).ifPresent(found::add);
    }
    for (int t = 0; t < model.kinds(); t++) {
      boolean loaded = false;
      for (int j = 0; j < classes; j++) {
        if (at[j] == t && !budget.exhausted()) {
          if (!loaded) {
            bin.load(t, values, null);
            loaded = true;
          }
          bin.around(j, many, least[t]).ifPresent(found::add);
        }
      }
    }
  }
}
