package io.lepton.allocation.pattern;

import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Packs a model part by part: with the units of each class shared out in whole numbers, every part
 * is a packing problem of its own, with few rows to dive in ({@link Dive}) and few bins to take
 * apart ({@link Rework}). The best packing of each part is kept. Not thread safe.
 */
final class PartPackings {
  /** Attempts without gain after which a part's bins are no longer taken apart. */
  private static final int PATIENCE = 100;

  /** How much chance there is in what units are worth. */
  private static final double NOISE = 0.05;

  private final PackingModel model;
  private final Block[] blocks;
  private final ColumnGeneration[] parts;

  /** The parts with only those units needed that are planned there. */
  private final PackingModel[] planned;

  private final double[][] floor;
  private final @Nullable Packing[] best;
  private final Random[] random;
  private final int[] order;
  private final double[] weight;
  private final int threads;
  private boolean turned;

  /**
   * Packings to come.
   *
   * @param parts the blocks' relaxations
   * @param units planned, by part and class
   * @param weight what time each part is worth
   * @param threads how many parts may be worked on at once
   * @param seed of the random choices
   */
  PartPackings(
      PackingModel model,
      Block[] blocks,
      ColumnGeneration[] parts,
      long[][] units,
      double[] weight,
      int threads,
      long seed) {
    this.model = model;
    this.blocks = blocks;
    this.parts = parts;
    this.weight = weight;
    this.order = Orders.ascending(weight);
    this.threads = threads;
    this.planned = new PackingModel[blocks.length];
    this.floor = new double[blocks.length][];
    this.best = new Packing[blocks.length];
    this.random = new Random[blocks.length];
    for (int b = 0; b < blocks.length; b++) {
      planned[b] = blocks[b].model().withNeed(units[b]);
      floor[b] = UnitValues.bySize(planned[b]);
      random[b] = new Random(seed + b);
    }
  }

  /**
   * Dives in every part and takes bins apart, the first time without chance in it.
   *
   * @return the whole of the best packings by now; empty where some part has none
   */
  Optional<Packing> turn(Budget budget) {
    double noise = turned ? Dive.CHANCE : 0;
    turned = true;
    Crews.work(order, weight, threads, (b, within) -> turn(b, noise, within), budget);
    Residual whole = new Residual(model);
    for (int b = 0; b < blocks.length; b++) {
      if (best[b] == null) {
        return Optional.empty();
      }
      Block block = blocks[b];
      best[b].bins().forEach((pattern, count) -> whole.add(block.whole(pattern), count));
    }
    return whole.complete() && whole.withinLimits()
        ? Optional.of(whole.packing())
        : Optional.empty();
  }

  private void turn(int of, double noise, Budget budget) {
    long below = best[of] == null ? Long.MAX_VALUE : best[of].cost();
    new Dive(parts[of], planned[of], floor[of])
        .run(below, noise, random[of], budget)
        .ifPresent(packing -> keep(of, packing));
    if (best[of] != null) {
      Master master = parts[of].master;
      Duals duals = parts[of].bestDuals();
      Completer completer = new Completer(planned[of], parts[of].pricing.bin);
      keep(
          of,
          new Rework(planned[of], completer, random[of])
              .improve(
                  best[of],
                  PATIENCE,
                  () -> UnitValues.noisy(master, duals, floor[of], NOISE, random[of]),
                  0,
                  budget));
    }
  }

  private void keep(int of, Packing packing) {
    if (best[of] == null || packing.cost() < best[of].cost()) {
      best[of] = packing;
    }
  }
}
