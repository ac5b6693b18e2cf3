package io.lepton.allocation.pattern;

import java.util.Optional;

/** Finishes partial packings bin by bin, always with the bin that is worth most for its price. */
final class Completer {
  private final PackingModel model;
  private final Pricing pricing;

  Completer(PackingModel model, Pricing pricing) {
    this.model = model;
    this.pricing = pricing;
  }

  /** Fills up; false when some need is left that no bin takes, or time is up. */
  boolean complete(Residual partial, UnitValues values, long nodes, Budget budget) {
    while (!partial.complete()) {
      Pattern best = null;
      double bestRatio = -1;
      for (int t = 0; t < model.kinds(); t++) {
        if (partial.mostBins(t) < 1) {
          continue;
        }
        Optional<Pattern> filling = pricing.fillOne(t, values, partial, nodes);
        if (filling.isPresent()) {
          double ratio =
              worth(filling.get(), values, partial) / Math.max(1e-9, (double) model.cost()[t]);
          if (ratio > bestRatio) {
            bestRatio = ratio;
            best = filling.get();
          }
        }
        if ((t & 15) == 15 && budget.exhausted()) {
          return false;
        }
      }
      if (best == null || budget.exhausted()) {
        return false;
      }
      partial.add(best, Math.max(1, partial.fullUses(best)));
    }
    return true;
  }

  private double worth(Pattern pattern, UnitValues values, Residual partial) {
    int site = model.site()[pattern.kind()];
    double[] unit = values.at(site);
    double sum = 0;
    for (int i = 0; i < pattern.classes().length; i++) {
      int of = pattern.classes()[i];
      long units =
          Math.min(
              pattern.copies()[i] * model.rate()[site][of],
              partial.countable(of, model.lot()[site][of]));
      sum += units * unit[of] - model.copiesCost(pattern.kind(), of, pattern.copies()[i]);
    }
    return sum;
  }
}
