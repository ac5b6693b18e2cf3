package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * By how much duals rate bins above their prices, and what they are to be divided by to rate none
 * so (Farley 1990). Not thread safe.
 */
final class Overrating {
  private final PackingModel model;
  private final double[] excess;
  private final double[] siteShrink;
  private double shrink = 1;
  private double worst;

  Overrating(PackingModel model) {
    this.model = model;
    this.excess = new double[model.kinds()];
    this.siteShrink = new double[model.rate().length];
    clear();
  }

  /** Begins with duals that rate no bin above its price. */
  void clear() {
    shrink = 1;
    worst = 0;
    Arrays.fill(siteShrink, 1);
  }

  /** Takes up a bin whose contents are worth so much at most; limits are in its price. */
  void weigh(int kind, double price, double mostWorth) {
    double over = mostWorth - price;
    excess[kind] = Math.max(0, over);
    if (over > 0) {
      worst = Math.min(worst, -over);
      double cost = (double) model.cost()[kind];
      int site = model.site()[kind];
      double atSite = price > 0 ? mostWorth / price : Double.POSITIVE_INFINITY;
      siteShrink[site] = Math.max(siteShrink[site], atSite);
      shrink =
          Math.max(shrink, cost > 0 ? (mostWorth + cost - price) / cost : Double.POSITIVE_INFINITY);
    }
  }

  /** Divided by this, the duals overrate no pattern; at least 1. */
  double shrink() {
    return shrink;
  }

  /** The same for the fillings at each site alone. */
  double[] bySite() {
    return siteShrink;
  }

  /** The least reduced cost that any bin can have, at most 0. */
  double worst() {
    return worst;
  }

  /** By how much a bin of a kind is rated above its price at most; from 0. */
  double excess(int kind) {
    return excess[kind];
  }
}
