package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** What a counted unit of each class is worth at each site. Not thread safe. */
final class UnitValues {
  /** A filling worth more than this part of its bin's price is overrated beyond all rounding. */
  static final double WORTHY = 1 + 1e-6;

  private final PackingModel model;
  private final java.util.function.BiFunction<Integer, Integer, Double> unit;
  private final double[][] bySite;

  private UnitValues(
      PackingModel model, java.util.function.BiFunction<Integer, Integer, Double> unit) {
    this.model = model;
    this.unit = unit;
    this.bySite = new double[model.rate().length][];
  }

  /** By the master's duals. */
  static UnitValues of(Master master, Duals duals) {
    return new UnitValues(master.model, (of, lot) -> master.unitValue(duals, of, lot));
  }

  /**
   * By the same with a floor, so that nothing is left lying, not even what is worth less than its
   * start costs, and with random noise.
   */
  static UnitValues noisy(Master master, Duals duals, double[] floor, double noise, Random random) {
    double[] factor = new double[floor.length];
    for (int j = 0; j < factor.length; j++) {
      factor[j] = noise == 0 ? 1 : 1 + noise * (random.nextDouble() - 0.5);
    }
    double start = (double) master.model.startCost();
    return new UnitValues(
        master.model,
        (of, lot) ->
            factor[of]
                * Math.max(1.1 * start + 0.05 * floor[of], master.unitValue(duals, of, lot)));
  }

  /** The same values wherever a class stands. */
  static UnitValues plain(PackingModel model, double[] values) {
    return new UnitValues(model, (of, lot) -> values[of]);
  }

  /**
   * What a unit costs at least by the scarcest dimension of the bin that suits it best, its start
   * included; infinite where a class fits nowhere.
   */
  static double[] bySize(PackingModel model) {
    double[] values = new double[model.classes()];
    Arrays.fill(values, Double.POSITIVE_INFINITY);
    RoomPrices prices = new RoomPrices(model);
    for (int t = 0; t < model.kinds(); t++) {
      for (int j = 0; j < values.length; j++) {
        if (prices.dearer(t, j, values[j]) || !model.holds(t, j)) {
          continue;
        }
        double share = 0;
        for (int d = 0; d < model.dimensions(); d++) {
          if (model.size()[j][d] > 0) {
            share = Math.max(share, model.size()[j][d] / (double) model.capacity()[t][d]);
          }
        }
        double price =
            (model.cost()[t] * share + model.startCost()) / model.rate()[model.site()[t]][j];
        values[j] = Math.min(values[j], price);
      }
    }
    return values;
  }

  double[] at(int site) {
    if (bySite[site] == null) {
      double[] values = new double[model.classes()];
      for (int j = 0; j < values.length; j++) {
        if (model.rate()[site][j] > 0) {
          values[j] = unit.apply(j, model.lot()[site][j]);
        }
      }
      bySite[site] = values;
    }
    return bySite[site];
  }

  /** What a unit of each class is worth at least where it counts; 0 where it counts nowhere. */
  double[] least() {
    double[] least = new double[model.classes()];
    for (int j = 0; j < least.length; j++) {
      int of = j;
      least[j] =
          IntStream.range(0, bySite.length)
              .filter(site -> model.rate()[site][of] > 0)
              .mapToDouble(site -> at(site)[of])
              .min()
              .orElse(0);
    }
    return least;
  }

  /** What all units of a filling are worth. */
  double worth(Pattern filling) {
    int site = model.site()[filling.kind()];
    double sum = 0;
    for (int i = 0; i < filling.classes().length; i++) {
      int of = filling.classes()[i];
      sum += at(site)[of] * model.rate()[site][of] * filling.copies()[i];
    }
    return sum;
  }

  /**
   * Lowers what a filling's units are worth, at every site, to the price of its bin and their
   * copies.
   *
   * @return false where they are worth no more than that
   */
  boolean lower(Pattern filling, double price) {
    double copies = (double) (filling.cost(model) - model.cost()[filling.kind()]);
    double worth = worth(filling);
    if (worth - copies <= WORTHY * price) {
      return false;
    }
    for (int site = 0; site < bySite.length; site++) {
      for (int of : filling.classes()) {
        at(site)[of] *= (price + copies) / worth;
      }
    }
    return true;
  }
}
