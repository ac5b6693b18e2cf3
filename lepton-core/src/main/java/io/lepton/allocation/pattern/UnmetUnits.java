package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * Units that a linear master problem leaves unmet, at a price that is meant to be too high: a
 * column a class. Not thread safe.
 */
final class UnmetUnits {
  private final PackingModel model;
  private final Simplex lp;

  /** By class. */
  private final int[] columns;

  private double factor;

  UnmetUnits(PackingModel model, Simplex lp, int[] columns) {
    this.model = model;
    this.lp = lp;
    this.columns = columns;
  }

  /** Sets the price of leaving a unit unmet, as a multiple of serving it alone. */
  void penalize(double times) {
    factor = times;
    double dearest = 1;
    for (int t = 0; t < model.kinds(); t++) {
      dearest = Math.max(dearest, (double) model.cost()[t]);
    }
    RoomPrices prices = new RoomPrices(model);
    for (int j = 0; j < model.classes(); j++) {
      double[] alone = new double[model.domains(j)];
      Arrays.fill(alone, Double.POSITIVE_INFINITY);
      double unitCost = 0;
      for (double cost : model.lotCost()[j]) {
        unitCost = Math.max(unitCost, cost);
      }
      for (int t = 0; t < model.kinds(); t++) {
        int site = model.site()[t];
        if (model.rate()[site][j] == 0) {
          continue;
        }
        int domain = model.domain()[j][model.lot()[site][j]];
        long copies = prices.dearer(t, j, alone[domain]) ? 0 : model.mostCopies(t, j);
        if (copies > 0) {
          double units = copies * (double) model.rate()[site][j];
          double price = model.cost()[t] + model.copiesCost(t, j, copies);
          alone[domain] =
              Math.min(alone[domain], price / Math.min(units, (double) model.countable(j)));
        }
      }
      double price = dearest(alone, dearest) + unitCost;
      lp.changeCost(columns[j], factor * Math.max(price, 1e-6 * dearest));
    }
  }

  /** What serving a unit costs in the domain where that is dearest, if any serves it. */
  private static double dearest(double[] alone, double otherwise) {
    double most = -1;
    for (double price : alone) {
      most = Double.isInfinite(price) ? most : Math.max(most, price);
    }
    return most < 0 ? otherwise : most;
  }

  /** The price as a multiple of serving a unit alone. */
  double factor() {
    return factor;
  }

  /** Forbids them, so that every need is met whatever it costs, or allows them again. */
  void forbid(boolean forbidden) {
    for (int column : columns) {
      if (forbidden) {
        lp.changeUpper(column, 0);
      } else {
        lp.release(column);
      }
    }
  }

  /** How many the present solution leaves. */
  double count() {
    double sum = 0;
    for (int column : columns) {
      sum += lp.columnValue(column);
    }
    return sum;
  }
}
