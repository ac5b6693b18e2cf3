package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Packings that begin from bins which are known: those of a relaxed solution, which are used in
 * fractions, or of an earlier answer, some of which are of no use any more. As thread safe as its
 * completer.
 */
final class Rounding {
  /** Bins that are used by so much count as whole ones. */
  private static final double LEAST_SHARE = 0.4;

  /** A bin more when the search's own numbers are this little below it. */
  private static final double NEARLY = 1e-6;

  private static final long WHOLE_NODES = 100;

  private final PackingModel model;
  private final Completer completer;

  Rounding(PackingModel model, Completer completer) {
    this.model = model;
    this.completer = completer;
  }

  /** Whole bins of a relaxed solution, and what is left bin by bin. */
  Optional<Packing> complete(Map<Pattern, Double> bins, UnitValues worths, Budget budget) {
    Residual partial = wholeBins(bins);
    return completer.complete(partial, worths, WHOLE_NODES, budget)
        ? Optional.of(partial.packing())
        : Optional.empty();
  }

  /**
   * The same within a millisecond: bins that are used by a good part count as whole ones while all
   * they hold is needed, and what is left goes where it fits first.
   */
  Optional<Packing> atOnce(Map<Pattern, Double> bins, FirstFit rest, Budget budget) {
    Residual partial = wholeBins(bins);
    List<Map.Entry<Pattern, Double>> parts = new ArrayList<>();
    bins.forEach(
        (pattern, count) -> parts.add(Map.entry(pattern, count - Math.floor(count + NEARLY))));
    parts.sort((a, b) -> Double.compare(b.getValue(), a.getValue()));
    for (Map.Entry<Pattern, Double> part : parts) {
      if (part.getValue() >= LEAST_SHARE && partial.fullUses(part.getKey()) > 0) {
        partial.add(part.getKey(), 1);
      }
    }
    return rest.finish(partial, budget);
  }

  /** Whole bins of a relaxed solution, as far as all they hold is needed. */
  private Residual wholeBins(Map<Pattern, Double> bins) {
    Residual partial = new Residual(model);
    bins.forEach(
        (pattern, count) -> {
          long whole = Math.min((long) (count + NEARLY), partial.fullUses(pattern));
          if (whole > 0) {
            partial.add(pattern, whole);
          }
        });
    return partial;
  }

  /** An earlier answer's bins, as far as limits allow and they are still of use, completed. */
  Optional<Packing> keep(Map<Pattern, Long> running, UnitValues worths, Budget budget) {
    Residual partial = new Residual(model);
    running.forEach(
        (pattern, count) -> {
          long times = Math.min(count, partial.mostBins(pattern.kind()));
          partial.add(pattern, Math.min(times, usefulTimes(partial, pattern)));
        });
    return completer.complete(partial, worths, OneBin.GREEDY_NODES, budget)
        ? Optional.of(partial.packing())
        : Optional.empty();
  }

  /** Bins of a pattern until none of its classes needs more. */
  private long usefulTimes(Residual partial, Pattern pattern) {
    long times = 0;
    int site = model.site()[pattern.kind()];
    for (int i = 0; i < pattern.classes().length; i++) {
      int of = pattern.classes()[i];
      long units = pattern.copies()[i] * model.rate()[site][of];
      long countable = partial.countable(of, model.lot()[site][of]);
      times = Math.max(times, (countable + units - 1) / units);
    }
    return times;
  }
}
