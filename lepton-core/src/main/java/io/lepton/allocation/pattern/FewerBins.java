package io.lepton.allocation.pattern;

import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for packings with fewer bins, where all bins are equal. Searches that are good at different
 * things take turns: {@link BinElimination} always, and {@link BinAnnealing} where items are few.
 * Not thread safe, but several may share an incumbent.
 */
final class FewerBins {
  private static final long FIRST_STEPS = 5_000;
  private static final long STEPS = 50_000;

  private final PackingModel model;
  private final Incumbent incumbent;
  private final LongSupplier bound;
  private final BinElimination elimination;
  private final @Nullable BinAnnealing annealing;

  /**
   * A search.
   *
   * @param incumbent the best packing known; told of every better one
   * @param bound no packing costs less; asked often
   */
  FewerBins(PackingModel model, long seed, Incumbent incumbent, LongSupplier bound) {
    this.model = model;
    this.incumbent = incumbent;
    this.bound = bound;
    elimination = new BinElimination(model, new Random(~seed));
    annealing = BinAnnealing.suits(model) ? new BinAnnealing(model, seed) : null;
  }

  /** Whether a model is of the kind that this works on. */
  static boolean suits(PackingModel model) {
    return BinElimination.suits(model);
  }

  /** A first look that takes milliseconds. */
  void look(Budget budget) {
    eliminate(FIRST_STEPS, budget);
  }

  /** Turns until time is up. */
  void run(Budget budget) {
    while (!budget.exhausted()) {
      turn(budget);
    }
  }

  /** One turn of each search. */
  void turn(Budget budget) {
    eliminate(STEPS, budget);
    if (annealing != null && isOpen(budget)) {
      annealing.cycle(fewer(), budget).ifPresent(incumbent::propose);
    }
  }

  private void eliminate(long steps, Budget budget) {
    if (isOpen(budget)) {
      elimination.improve(incumbent::packing, bound, steps, budget, incumbent::propose);
    }
  }

  private boolean isOpen(Budget budget) {
    return fewer() > 0 && fewer() * model.cost()[0] >= bound.getAsLong() && !budget.exhausted();
  }

  /** One bin less than the best has; 0 or less when there is no packing to begin with. */
  private int fewer() {
    Packing packing = incumbent.packing();
    return packing == null ? 0 : Math.toIntExact(packing.cost() / model.cost()[0]) - 1;
  }
}
