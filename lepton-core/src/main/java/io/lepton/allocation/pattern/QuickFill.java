package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A packing within milliseconds: pool by pool what {@link AreaRelaxation} places there, on the
 * kinds that fill best for their price, each bin with the copies that suit what room is left (dot
 * products; Panigrahy and others 2011). Equal bins are opened at once. Not thread safe.
 */
final class QuickFill {
  /** How many kinds of a pool are tried for each pattern. */
  private static final int KINDS = 5;

  /** So many classes are looked at for each pattern, the largest and the smallest that are left. */
  private static final int LARGEST = 64;

  private static final int SMALLEST = 32;

  private final PackingModel model;
  private final AreaRelaxation area;
  private final double[][] worth;

  /** What one copy of each class takes in all, by dimension. */
  private final double[] total;

  QuickFill(PackingModel model, AreaRelaxation area) {
    this.model = model;
    this.area = area;
    this.total = new double[model.dimensions()];
    for (long[] size : model.size()) {
      for (int d = 0; d < total.length; d++) {
        total[d] += (double) size[d];
      }
    }
    this.worth = new double[area.units().length][model.classes()];
    for (int p = 0; p < worth.length; p++) {
      for (int j = 0; j < model.classes(); j++) {
        if (area.units()[p][j] > 0) {
          worth[p][j] = Math.max(1e-9, area.unitPrice(area.room(), p, j));
        }
      }
    }
  }

  /**
   * Packs; what does not fit where it was meant to, or had no time to, goes where it can.
   *
   * @param fill time for good fillings
   * @param budget time for all
   */
  Optional<Packing> pack(FirstFit rest, Budget fill, Budget budget) {
    Residual partial = new Residual(model);
    long[][] wanted = wanted();
    for (int pool = 0; pool < wanted.length; pool++) {
      fill(pool, wanted[pool], partial, fill);
    }
    return rest.finish(partial, budget);
  }

  /** Units by pool in whole copies, at least as many as are needed. */
  private long[][] wanted() {
    long[][] wanted = new long[worth.length][model.classes()];
    for (int p = 0; p < wanted.length; p++) {
      for (int j = 0; j < model.classes(); j++) {
        long rate = Math.max(1, model.rate()[area.site(p)][j]);
        double copies = area.units()[p][j] / rate;
        wanted[p][j] = (long) Math.ceil(copies - 1e-6) * rate;
      }
    }
    return wanted;
  }

  private void fill(int pool, long[] wanted, Residual partial, Budget budget) {
    int site = area.site(pool);
    int[] kinds = area.kinds(pool);
    long[] counts = new long[model.classes()];
    long[] left = new long[model.classes()];
    int[] active =
        Orders.descending(
            IntStream.range(0, wanted.length).filter(j -> wanted[j] > 0).toArray(), this::bulk);
    while (!budget.exhausted()) {
      int kept = 0;
      for (int j : active) {
        long rate = model.rate()[site][j];
        long units = Math.min(wanted[j], partial.countable(j, model.lot()[site][j]));
        left[j] = (units + rate - 1) / rate;
        if (left[j] > 0) {
          active[kept++] = j;
        }
      }
      active = Arrays.copyOf(active, kept);
      int[] seen = window(active);
      Pattern best = null;
      double most = 0;
      int tried = 0;
      for (int k = 0; k < kinds.length && tried < KINDS; k++) {
        int kind = kinds[k];
        if (partial.mostBins(kind) < 1) {
          continue;
        }
        tried++;
        double ratio =
            load(kind, seen, left, worth[pool], counts) / Math.max(1, model.cost()[kind]);
        if (ratio > most) {
          most = ratio;
          best = Pattern.of(kind, counts);
        }
      }
      if (best == null) {
        return;
      }
      long times = Math.max(1, Math.min(partial.fullUses(best), uses(best, wanted, site)));
      partial.add(best, times);
      for (int i = 0; i < best.classes().length; i++) {
        int of = best.classes()[i];
        wanted[of] -= Math.min(wanted[of], times * best.copies()[i] * model.rate()[site][of]);
      }
    }
  }

  /** The largest and the smallest of classes in the order of their size. */
  private static int[] window(int[] active) {
    if (active.length <= LARGEST + SMALLEST) {
      return active;
    }
    int[] seen = Arrays.copyOf(active, LARGEST + SMALLEST);
    System.arraycopy(active, active.length - SMALLEST, seen, LARGEST, SMALLEST);
    return seen;
  }

  /** What a copy of a class takes of what one copy of each takes, over all dimensions. */
  private double bulk(int of) {
    double sum = 0;
    for (int d = 0; d < total.length; d++) {
      sum += model.size()[of][d] / Math.max(1, total[d]);
    }
    return sum;
  }

  private long uses(Pattern pattern, long[] wanted, int site) {
    long most = Long.MAX_VALUE;
    for (int i = 0; i < pattern.classes().length; i++) {
      int of = pattern.classes()[i];
      most = Math.min(most, wanted[of] / (pattern.copies()[i] * model.rate()[site][of]));
    }
    return most;
  }

  /** Fills one bin; returns what its copies are worth. */
  private double load(int kind, int[] seen, long[] left, double[] worth, long[] counts) {
    Arrays.fill(counts, 0);
    int site = model.site()[kind];
    int dims = model.dimensions();
    long[] capacity = model.capacity()[kind];
    long[] rest = capacity.clone();
    double[] weight = new double[dims];
    double sum = 0;
    while (true) {
      for (int d = 0; d < dims; d++) {
        weight[d] = capacity[d] == 0 ? 0 : rest[d] / ((double) capacity[d] * capacity[d]);
      }
      int best = -1;
      double most = 0;
      for (int j : seen) {
        if (counts[j] >= left[j]) {
          continue;
        }
        long[] size = model.size()[j];
        double product = 1e-12;
        boolean fits = true;
        for (int d = 0; d < dims; d++) {
          fits &= size[d] <= rest[d];
          product += weight[d] * size[d];
        }
        if (fits && product > most) {
          most = product;
          best = j;
        }
      }
      if (best < 0) {
        return sum;
      }
      // Half of what fits, so that others balance what room is left.
      long copies =
          Math.min(
              left[best] - counts[best],
              (Sizes.copies(model.size()[best], rest, Integer.MAX_VALUE) + 1) / 2);
      counts[best] += copies;
      for (int d = 0; d < dims; d++) {
        rest[d] -= copies * model.size()[best][d];
      }
      sum += copies * model.rate()[site][best] * worth[best];
    }
  }
}
