package io.lepton.allocation.pattern;

import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The first packings of a search, by rules of thumb, and its first bound. Not thread safe. */
final class FirstAnswers {
  private static final int TRIES = 500;
  private static final long SMALL_CELLS = 100_000;
  private static final long SMALL_GRACE_NANOS = 1_000_000_000;
  private static final long FIRST_NANOS = 100_000_000;
  private static final long LEAST_NANOS = 5_000_000;

  private final PackingModel model;
  private final double[] floor;
  private final Random random;
  private final Standing standing;
  private final Consumer<Packing> offer;

  /** How much longer than the time for all a first packing may take. */
  private final long graceNanos;

  /** No answer is worse than a late one: for small problems there is grace without end. */
  private final boolean small;

  /**
   * Answers for a search.
   *
   * @param floor the least that a unit of each class is worth
   * @param offer takes what is found
   */
  FirstAnswers(
      PackingModel model,
      double[] floor,
      Random random,
      Standing standing,
      Consumer<Packing> offer,
      long graceNanos) {
    this.model = model;
    this.floor = floor;
    this.random = random;
    this.standing = standing;
    this.offer = offer;
    this.graceNanos = graceNanos;
    this.small = model.cells() <= SMALL_CELLS;
  }

  /**
   * A packing and a bound, both within milliseconds, where bins differ; none where they do not.
   *
   * @return what bound and packing were made of
   */
  @Nullable AreaRelaxation atOnce(Budget budget) {
    if (!AreaRelaxation.suits(model)) {
      return null;
    }
    // Where reading the problem took nearly all of the time, an answer is still worth having.
    long end = System.nanoTime() + Math.max(budget.leftNanos() + graceNanos, FIRST_NANOS);
    Budget first = new Budget(end, budget.cancelled());
    AreaRelaxation area = new AreaRelaxation(model, Math.max(1, standing.bound()));
    // A share of the time each, so that a first fit of all still ends in time.
    long share = Math.max(budget.leftNanos() / 4, LEAST_NANOS) * (small ? 2 : 1);
    area.run(first.atMost(small ? 2 * share : Math.min(FIRST_NANOS / 4, share)));
    standing.raise(area.bound());
    Budget fill = first.atMost(share);
    Budget grace = new Budget(end + SMALL_GRACE_NANOS, budget.cancelled());
    new QuickFill(model, area).pack(new FirstFit(model, floor), fill, grace).ifPresent(offer);
    return area;
  }

  /**
   * What completing the patterns of an earlier answer gives, and completing none where the packing
   * at hand may be far from the best.
   *
   * @param suggested bins of an earlier answer
   * @param enough whether the packing at hand will do
   */
  void thorough(
      Map<Pattern, Long> suggested, boolean enough, Supplier<Rounding> rounding, Budget budget) {
    if ((standing.best() == null || !(enough || !small || WarmStart.suits(model)))
        && !budget.exhausted()) {
      keep(Map.of(), rounding, budget);
    }
    if (!suggested.isEmpty() && !budget.exhausted()) {
      keep(suggested, rounding, budget);
    }
    if (standing.best() == null) {
      long grace = small ? SMALL_GRACE_NANOS : graceNanos;
      new FirstFit(model, floor)
          .pack(small ? TRIES : 1, random, new Budget(budget.endNanos() + grace, () -> false))
          .ifPresent(offer);
    }
  }

  private void keep(Map<Pattern, Long> bins, Supplier<Rounding> rounding, Budget budget) {
    rounding.get().keep(bins, UnitValues.plain(model, floor), budget).ifPresent(offer);
  }
}
