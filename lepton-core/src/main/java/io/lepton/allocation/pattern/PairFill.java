package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * Rounds a relaxed filling of one bin: keeps its whole copies, less a few, and fills the rest with
 * the most valuable pair of items that fits, again and again. Where all items are worth about what
 * they take, as at the end of pricing, pairs leave next to no room empty. Not thread safe; reused.
 */
final class PairFill {
  private static final int SPARED = 3;

  private final int dims;
  private final long[] rest;
  private int[] taken = new int[16];
  private int[] order = new int[16];
  private double[] sorted = new double[16];

  /** Items that may still fit, most valuable first. */
  private int[] open = new int[16];

  private int opened;
  private int items;
  private double[] values = new double[0];
  private long[][] sizes = new long[0][];
  private int[] most = new int[0];
  private int first;
  private int second;

  PairFill(int dims) {
    this.dims = dims;
    this.rest = new long[dims];
  }

  /**
   * Fills around a relaxed solution.
   *
   * @param above fillings worth no more are of no interest
   * @param sink told of every filling better than all before
   * @return the best value, or {@code above}
   */
  double around(
      int count,
      double[] itemValues,
      long[][] itemSizes,
      int[] itemMost,
      double[] relaxed,
      long[] capacity,
      double above,
      Knapsack.Sink sink) {
    prepare(count, itemValues, itemSizes, itemMost);
    // The items that the relaxation splits give way first.
    int one = -1;
    int two = -1;
    for (int i = 0; i < count; i++) {
      double part = relaxed[i] - Math.floor(relaxed[i] + 1e-9);
      if (relaxed[i] >= 1 && part > 1e-9) {
        two = one;
        one = i;
      }
    }
    double best = above;
    for (int spareOne = 0; spareOne <= (one < 0 ? 0 : SPARED); spareOne++) {
      for (int spareTwo = 0; spareTwo <= (two < 0 ? 0 : SPARED); spareTwo++) {
        double value = base(relaxed, capacity, one, spareOne, two, spareTwo);
        if (value < 0) {
          continue;
        }
        value += complete();
        if (value > best) {
          best = value;
          sink.found(taken, value);
        }
      }
    }
    return best;
  }

  /** The same without sparing any copies. */
  void once(
      int count,
      double[] itemValues,
      long[][] itemSizes,
      int[] itemMost,
      double[] relaxed,
      long[] capacity,
      Knapsack.Sink sink) {
    prepare(count, itemValues, itemSizes, itemMost);
    double value = base(relaxed, capacity, -1, 0, -1, 0);
    if (value >= 0) {
      sink.found(taken, value + complete());
    }
  }

  private void prepare(int count, double[] itemValues, long[][] itemSizes, int[] itemMost) {
    items = count;
    values = itemValues;
    sizes = itemSizes;
    most = itemMost;
    if (taken.length < values.length) {
      taken = new int[values.length];
      order = new int[values.length];
      sorted = new double[values.length];
      open = new int[values.length];
    }
    // Most valuable first, by insertion: the order is nearly the same from call to call.
    for (int i = 0; i < count; i++) {
      double value = values[i];
      int at = i;
      while (at > 0 && sorted[at - 1] < value) {
        sorted[at] = sorted[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      sorted[at] = value;
      order[at] = i;
    }
  }

  private double base(
      double[] relaxed, long[] capacity, int one, int spareOne, int two, int spareTwo) {
    System.arraycopy(capacity, 0, rest, 0, dims);
    Arrays.fill(taken, 0, items, 0);
    double value = 0;
    for (int i = 0; i < items; i++) {
      int copies = (int) Math.min(most[i], Math.floor(relaxed[i] + 1e-9));
      copies -= i == one ? spareOne : i == two ? spareTwo : 0;
      if (copies < 0) {
        return -1;
      }
      if (copies > 0) {
        taken[i] = copies;
        value += copies * values[i];
        for (int d = 0; d < dims; d++) {
          rest[d] -= copies * sizes[i][d];
        }
      }
    }
    for (int d = 0; d < dims; d++) {
      if (rest[d] < 0) {
        return -1;
      }
    }
    return value;
  }

  private double complete() {
    double sum = 0;
    System.arraycopy(order, 0, open, 0, items);
    opened = items;
    while (true) {
      double worth = pair();
      if (first < 0) {
        return sum;
      }
      sum += worth;
      take(first);
      if (second >= 0) {
        take(second);
      }
    }
  }

  private void take(int item) {
    taken[item]++;
    for (int d = 0; d < dims; d++) {
      rest[d] -= sizes[item][d];
    }
  }

  /** Finds the most valuable pair, or single item, that fits. */
  private double pair() {
    first = -1;
    second = -1;
    double best = 0;
    // Room only gets less, so what does not fit now never will.
    int kept = 0;
    for (int a = 0; a < opened; a++) {
      int i = open[a];
      if (taken[i] < most[i] && Sizes.fit(sizes[i], rest)) {
        open[kept++] = i;
      }
    }
    opened = kept;
    for (int a = 0; a < opened; a++) {
      int i = open[a];
      double value = values[i];
      if (2 * value <= best) {
        break;
      }
      if (value > best) {
        best = value;
        first = i;
        second = -1;
      }
      for (int b = a; b < opened && value + values[open[b]] > best; b++) {
        int k = open[b];
        if (taken[k] + (k == i ? 1 : 0) < most[k] && fitTogether(sizes[i], sizes[k])) {
          best = value + values[k];
          first = i;
          second = k;
        }
      }
    }
    return best;
  }

  private boolean fitTogether(long[] one, long[] other) {
    for (int d = 0; d < dims; d++) {
      if (one[d] + other[d] > rest[d]) {
        return false;
      }
    }
    return true;
  }
}
