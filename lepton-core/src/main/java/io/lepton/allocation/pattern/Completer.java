package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Finishes partial packings bin by bin, always with the bin that is worth most for its price. */
final class Completer {
  private final PackingModel model;
  private final OneBin bin;

  /** Bins that were put into a packing. */
  record Added(Pattern pattern, long times) {}

  Completer(PackingModel model, OneBin bin) {
    this.model = model;
    this.bin = bin;
  }

  /** Fills up; false when some need is left that no bin takes, or time is up. */
  boolean complete(Residual partial, UnitValues values, long nodes, Budget budget) {
    return complete(partial, values, nodes, Long.MAX_VALUE, new ArrayList<>(), budget);
  }

  /**
   * Fills up, unless that costs too much.
   *
   * @param most what the whole packing may cost
   * @param added receives the bins
   */
  boolean complete(
      Residual partial,
      UnitValues values,
      long nodes,
      long most,
      List<Added> added,
      Budget budget) {
    // What a kind is worth falls as needs are met, so old figures are bounds: a kind is looked at
    // again only when its old figure leads.
    PriorityQueue<Rated> queue = new PriorityQueue<>();
    for (int t = 0; t < model.kinds(); t++) {
      if (budget.exhausted()) {
        return false;
      }
      double ratio = bin.mostWorth(t, values, partial) / price(t);
      if (ratio > 0) {
        queue.add(new Rated(t, ratio, -1, Optional.empty()));
      }
    }
    int step = 0;
    while (!partial.complete()) {
      Rated first = queue.poll();
      if (first == null || partial.binsCost() > most || budget.exhausted()) {
        return false;
      }
      if (partial.mostBins(first.kind()) < 1) {
        continue;
      }
      if (first.step() < step || first.filling().isEmpty()) {
        Optional<Pattern> filling = bin.fill(first.kind(), values, partial, nodes);
        if (filling.isPresent()) {
          double ratio = worth(filling.get(), values, partial) / price(first.kind());
          queue.add(new Rated(first.kind(), ratio, step, filling));
        }
        continue;
      }
      Pattern best = first.filling().get();
      long times = Math.max(1, partial.fullUses(best));
      partial.add(best, times);
      added.add(new Added(best, times));
      step++;
      queue.add(first);
    }
    return true;
  }

  private double price(int kind) {
    return Math.max(1e-9, (double) model.cost()[kind]);
  }

  /** A kind with the worth of its filling for its price, as of some step. */
  private record Rated(int kind, double ratio, int step, Optional<Pattern> filling)
      implements Comparable<Rated> {
    @Override
    public int compareTo(Rated other) {
      int byRatio = Double.compare(other.ratio, ratio);
      return byRatio != 0 ? byRatio : Integer.compare(kind, other.kind);
    }
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
