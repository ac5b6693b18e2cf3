package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * The linear relaxation of one bin's knapsack, {@code max v x, S x <= c, 0 <= x <= m}, by the
 * simplex method on a basis as small as the number of dimensions. Not thread safe; reused between
 * calls.
 */
final class FractionalFilling {
  private static final double TOLERANCE = 1e-10;

  private final int dims;

  /** Items in the basis by number; a slack of dimension d is {@code -1 - d}. */
  private final int[] basis;

  private final double[][] inverse;
  private final double[] level;
  private final double[] scale;
  private final double[] column;

  /** What a unit of each scaled dimension is worth. */
  private final double[] price;

  private double[] amount = new double[16];
  private boolean[] basic = new boolean[16];

  FractionalFilling(int dims) {
    this.dims = dims;
    basis = new int[dims];
    inverse = new double[dims][dims];
    level = new double[dims];
    scale = new double[dims];
    column = new double[dims];
    price = new double[dims];
  }

  /** How much of an item the last solution takes. */
  double amount(int item) {
    return amount[item];
  }

  /**
   * Solves.
   *
   * @return what a unit of each dimension is worth
   */
  double[] solve(int items, double[] values, long[][] sizes, int[] most, long[] bin) {
    if (amount.length < items) {
      amount = new double[values.length];
      basic = new boolean[values.length];
    }
    for (int d = 0; d < dims; d++) {
      scale[d] = 1.0 / Math.max(1, bin[d]);
    }
    empty(items, bin);
    double top = 0;
    for (int i = 0; i < items; i++) {
      top = Math.max(top, values[i]);
    }
    int limit = 50 + 20 * (items + dims);
    for (int step = 0; step < limit && improve(items, values, sizes, most, top, step); step++) {}
    double[] multipliers = new double[dims];
    for (int d = 0; d < dims; d++) {
      multipliers[d] = Math.max(0, price[d]) * scale[d];
    }
    for (int b = 0; b < dims; b++) {
      if (basis[b] >= 0) {
        amount[basis[b]] = Math.max(0, level[b]);
      }
    }
    return multipliers;
  }

  private void empty(int items, long[] bin) {
    Arrays.fill(amount, 0, items, 0);
    Arrays.fill(basic, 0, items, false);
    for (int d = 0; d < dims; d++) {
      Arrays.fill(inverse[d], 0);
      inverse[d][d] = 1;
      basis[d] = -1 - d;
      level[d] = bin[d] > 0 ? 1 : 0;
    }
  }

  private void enter(long[] size) {
    for (int d = 0; d < dims; d++) {
      double sum = 0;
      for (int k = 0; k < dims; k++) {
        sum += inverse[d][k] * (size[k] * scale[k]);
      }
      column[d] = sum;
    }
  }

  private void pivot(int place, int entering, double value) {
    double factor = 1 / column[place];
    double[] line = inverse[place];
    for (int k = 0; k < dims; k++) {
      line[k] *= factor;
    }
    for (int d = 0; d < dims; d++) {
      if (d != place && column[d] != 0) {
        for (int k = 0; k < dims; k++) {
          inverse[d][k] -= column[d] * line[k];
        }
      }
    }
    basis[place] = entering;
    level[place] = value;
  }

  private boolean improve(
      int items, double[] values, long[][] sizes, int[] most, double top, int step) {
    for (int k = 0; k < dims; k++) {
      double sum = 0;
      for (int b = 0; b < dims; b++) {
        sum += basis[b] >= 0 ? values[basis[b]] * inverse[b][k] : 0;
      }
      price[k] = sum;
    }
    int entering = choose(items, values, sizes, most, top, step);
    if (entering == Integer.MIN_VALUE) {
      return false;
    }
    boolean falls = entering >= 0 && amount[entering] > 0;
    double sign = falls ? -1 : 1;
    if (entering >= 0) {
      enter(sizes[entering]);
    } else {
      for (int d = 0; d < dims; d++) {
        column[d] = inverse[d][-1 - entering];
      }
    }
    double limit = entering >= 0 ? most[entering] : Double.POSITIVE_INFINITY;
    int leaving = -1;
    for (int b = 0; b < dims; b++) {
      double rate = sign * column[b];
      double reach = Double.POSITIVE_INFINITY;
      if (rate > 1e-11) {
        reach = Math.max(0, level[b]) / rate;
      } else if (rate < -1e-11 && basis[b] >= 0) {
        reach = Math.max(0, most[basis[b]] - level[b]) / -rate;
      }
      if (reach < limit) {
        limit = reach;
        leaving = b;
      }
    }
    if (Double.isInfinite(limit)) {
      return false;
    }
    for (int b = 0; b < dims; b++) {
      level[b] -= sign * limit * column[b];
    }
    if (leaving < 0) {
      amount[entering] = falls ? 0 : most[entering];
      return true;
    }
    int gone = basis[leaving];
    if (gone >= 0) {
      basic[gone] = false;
      amount[gone] = sign * column[leaving] > 0 ? 0 : most[gone];
    }
    double value = falls ? most[entering] - limit : limit;
    pivot(leaving, entering, value);
    if (entering >= 0) {
      basic[entering] = true;
    }
    return true;
  }

  private int choose(int items, double[] values, long[][] sizes, int[] most, double top, int step) {
    int entering = Integer.MIN_VALUE;
    double best = TOLERANCE * top;
    boolean first = step > 3 * (items + dims);
    for (int i = 0; i < items; i++) {
      if (basic[i] || most[i] <= 0) {
        continue;
      }
      double gain = values[i];
      double weight = 0;
      long[] size = sizes[i];
      for (int d = 0; d < dims; d++) {
        double scaled = size[d] * scale[d];
        gain -= price[d] * scaled;
        weight = Math.max(weight, scaled);
      }
      if (amount[i] > 0) {
        gain = -gain;
      }
      if (gain > TOLERANCE * top) {
        // Value for room leads to a full bin in few steps.
        double rating = weight > 0 ? gain / weight : Double.MAX_VALUE;
        if (rating > best) {
          best = rating;
          entering = i;
          if (first) {
            return entering;
          }
        }
      }
    }
    for (int d = 0; d < dims && entering == Integer.MIN_VALUE; d++) {
      if (-price[d] > TOLERANCE * top && !slackBasic(d)) {
        entering = -1 - d;
      }
    }
    return entering;
  }

  private boolean slackBasic(int dim) {
    for (int member : basis) {
      if (member == -1 - dim) {
        return true;
      }
    }
    return false;
  }
}
