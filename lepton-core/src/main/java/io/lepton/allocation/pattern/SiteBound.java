package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * A lower bound from the worth of units alone. Divided by enough, site by site, the worths overrate
 * no filling of any bin; every packing then costs at least what its counted units are worth, and
 * these are worth least when each class counts them in its cheapest domains, up to the caps
 * (Lagrange; Farley 1990 divides by one figure for all). Not thread safe.
 */
final class SiteBound {
  private final Master master;
  private final PackingModel model;

  SiteBound(Master master) {
    this.master = master;
    this.model = master.model;
  }

  /**
   * The bound.
   *
   * @param shrink what makes the worths of a site's fillings right, from 1, by site
   */
  double of(Duals duals, double[] shrink) {
    double sum = master.limitsValue(duals);
    for (int j = 0; j < model.classes(); j++) {
      sum += cheapest(j, duals, shrink);
    }
    return sum;
  }

  /** What units cost at least, by class and lot. */
  double[][] prices(Duals duals, double[] shrink) {
    double[][] prices = new double[model.classes()][];
    for (int j = 0; j < prices.length; j++) {
      prices[j] = prices(j, duals, shrink);
    }
    return prices;
  }

  private double[] prices(int of, Duals duals, double[] shrink) {
    double[] most = new double[model.lots(of)];
    Arrays.fill(most, 1);
    for (int site = 0; site < shrink.length; site++) {
      int lot = model.lot()[site][of];
      if (lot >= 0) {
        most[lot] = Math.max(most[lot], shrink[site]);
      }
    }
    for (int lot = 0; lot < most.length; lot++) {
      most[lot] = master.unitValue(duals, of, lot) / most[lot] + model.lotCost()[of][lot];
    }
    return most;
  }

  /** What the units of a class cost at least. */
  private double cheapest(int of, Duals duals, double[] shrink) {
    double[] unit = prices(of, duals, shrink);
    double[] price = new double[model.domains(of)];
    Arrays.fill(price, Double.POSITIVE_INFINITY);
    for (int lot = 0; lot < unit.length; lot++) {
      int domain = model.domain()[of][lot];
      price[domain] = Math.min(price[domain], unit[lot]);
    }
    return fill(price, (double) master.covers.planned(of), (double) model.cap()[of]);
  }

  /** The price of units in the cheapest domains; sorts the prices. */
  static double fill(double[] price, double need, double cap) {
    Arrays.sort(price);
    double left = need;
    double sum = 0;
    for (int d = 0; d < price.length && left > 0; d++) {
      double units = Math.min(left, cap);
      sum += units * price[d];
      left -= units;
    }
    return sum;
  }
}
