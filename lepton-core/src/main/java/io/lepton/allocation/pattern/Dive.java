package io.lepton.allocation.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Rounds the relaxation to a packing: fixes the patterns that it uses most, prices again for what
 * is left, and repeats (Sadykov, Vanderbeck, Pessoa, Tahiri and Uchoa 2019). Where all bins are
 * equal and a dive ends too dear, its last steps are searched through ({@link BinCover}). Where
 * they differ, patterns that hold more than is left are out of use: in parts they would look cheap,
 * and be dear in whole.
 */
final class Dive {
  /** How much chance there is in dives after one without. */
  static final double CHANCE = 0.3;

  private static final int ROWS_FOR_ONE = 60;

  /** Rounds of pricing after each fixing. */
  private static final int ROUNDS = 3;

  private final ColumnGeneration relaxation;
  private final Master master;
  private final PackingModel model;
  private final Completer completer;
  private final double[] floor;

  /** Null where bins differ or have limits. */
  private final @Nullable BinCover cover;

  Dive(ColumnGeneration relaxation, double[] floor) {
    this(relaxation, relaxation.master.model, floor);
  }

  /** The same for other needs than the relaxation's, which must be no larger. */
  Dive(ColumnGeneration relaxation, PackingModel model, double[] floor) {
    this.relaxation = relaxation;
    this.master = relaxation.master;
    this.model = model;
    this.completer = new Completer(model, relaxation.pricing.bin);
    this.floor = floor;
    this.cover = BinElimination.suits(model) ? new BinCover(model) : null;
  }

  /**
   * One dive.
   *
   * @param below packings at this cost or above are of no interest
   * @param noise how much chance there is in the choice of what to fix
   */
  Optional<Packing> run(long below, double noise, Random random, Budget budget) {
    Budget steps = budget.atMost(budget.leftNanos() / 10 * 7);
    Residual partial = new Residual(model);
    Deque<Residual> trail = new ArrayDeque<>();
    try {
      while (!partial.complete()) {
        boolean promising = relax(partial, most(below), steps);
        boolean late = steps.exhausted();
        if (!promising && !late) {
          return cover == null ? Optional.empty() : end(cover, trail, below, steps);
        }
        if (cover != null && BinCover.suits(partial)) {
          trail.push(partial.copy());
        }
        // Late dives are finished without further looks: a fair packing is better than none.
        if (late || !fix(partial, noise, random)) {
          UnitValues values = UnitValues.noisy(master, master.duals(), floor, noise * 0.1, random);
          if (!completer.complete(partial, values, 2000, budget)) {
            return Optional.empty();
          }
        }
      }
    } finally {
      master.restrictTo(null);
      master.releaseAll();
    }
    return Optional.of(partial.packing());
  }

  /** What a packing that is of interest costs at most. */
  private double most(long below) {
    return cover == null ? below - 1e-6 : (below - 1) / model.cost()[0] * model.cost()[0] + 1e-6;
  }

  /** Looks through what could have followed a dive's last steps, from the last one backwards. */
  private Optional<Packing> end(BinCover ends, Deque<Residual> trail, long below, Budget budget) {
    for (Residual partial : trail) {
      long items = Arrays.stream(partial.unmet).sum();
      long bins = Math.min(items, (below - 1 - partial.binsCost()) / model.cost()[0]);
      BinCover.Outcome outcome = ends.complete(partial, (int) bins, budget);
      if (outcome == BinCover.Outcome.PACKED) {
        return Optional.of(partial.packing());
      }
      if (outcome == BinCover.Outcome.GIVEN_UP) {
        break;
      }
    }
    return Optional.empty();
  }

  /** Solves for the rest; false when it cannot lead to the wanted cost. */
  private boolean relax(Residual partial, double most, Budget budget) {
    master.restrictTo(partial);
    if (cover == null && !partial.bins.isEmpty()) {
      master.keepProper(partial);
    }
    for (int round = 0; ; round++) {
      if (master.solve(budget) != Simplex.Outcome.OPTIMAL) {
        return false;
      }
      if (round == ROUNDS) {
        break;
      }
      relaxation.pricing.run(master.duals(), Pricing.Effort.QUICK, 400, partial, budget);
      boolean added = false;
      for (Pattern pattern : relaxation.pricing.found()) {
        added |= master.add(pattern);
      }
      if (!added) {
        break;
      }
    }
    return partial.binsCost() + master.lp.objective() <= most || master.unmet.count() > 1e-7;
  }

  /** Fixes what the relaxation uses in whole, else what it uses most; false when nothing. */
  private boolean fix(Residual partial, double noise, Random random) {
    List<Integer> used = new ArrayList<>();
    boolean any = false;
    for (int p = 0; p < master.patterns.size(); p++) {
      double value = master.value(p);
      if (value > 1e-6) {
        used.add(p);
        long whole = Math.min((long) (value + 1e-6), partial.fullUses(master.patterns.get(p)));
        if (whole > 0) {
          partial.add(master.patterns.get(p), whole);
          any = true;
        }
      }
    }
    if (any) {
      return true;
    }
    List<Scored> scored = new ArrayList<>();
    for (int p : used) {
      Pattern pattern = master.patterns.get(p);
      if (partial.mostBins(pattern.kind()) < 1) {
        continue;
      }
      double value = master.value(p);
      double score =
          (value - Math.floor(value)) * (1 - noise * random.nextDouble())
              + 1e-3 * fullness(partial, pattern);
      scored.add(new Scored(p, score));
    }
    scored.sort((a, b) -> Double.compare(b.score(), a.score()));
    // Large masters are costly to solve, so several patterns are fixed at once there.
    int times = Math.max(1, master.lp.rows() / ROWS_FOR_ONE);
    for (Scored next : scored) {
      Pattern pattern = master.patterns.get(next.pattern());
      if (times > 0
          && partial.mostBins(pattern.kind()) > 0
          && (!any || partial.fullUses(pattern) > 0)) {
        partial.add(pattern, 1);
        any = true;
        times--;
      }
    }
    return any;
  }

  /** A pattern and how much speaks for fixing it. */
  private record Scored(int pattern, double score) {}

  /** The share of a pattern's units that still count. */
  private double fullness(Residual partial, Pattern pattern) {
    int site = model.site()[pattern.kind()];
    double all = 0;
    double useful = 0;
    for (int i = 0; i < pattern.classes().length; i++) {
      int of = pattern.classes()[i];
      double units = pattern.copies()[i] * (double) model.rate()[site][of];
      double weight = floor[of];
      all += units * weight;
      useful += Math.min(units, (double) partial.countable(of, model.lot()[site][of])) * weight;
    }
    return all > 0 ? useful / all : 0;
  }
}
