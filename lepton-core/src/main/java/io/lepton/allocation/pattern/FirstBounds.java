package io.lepton.allocation.pattern;

import java.util.Arrays;

/** What is seen of a model before anything is searched. */
final class FirstBounds {
  private FirstBounds() {}

  /** Whether some class fits nowhere, or its caps leave too little. */
  static boolean impossible(PackingModel model) {
    for (int j = 0; j < model.classes(); j++) {
      double possible = 0;
      boolean[] seen = new boolean[model.domains(j)];
      for (int t = 0; t < model.kinds() && possible < model.need()[j]; t++) {
        int lot = model.lot()[model.site()[t]][j];
        if (lot >= 0 && !seen[model.domain()[j][lot]] && model.holds(t, j)) {
          seen[model.domain()[j][lot]] = true;
          possible += model.cap()[j];
        }
      }
      if (model.need()[j] > possible) {
        return true;
      }
    }
    return false;
  }

  /** Proven: no packing costs less. */
  static double cost(PackingModel model) {
    return Math.max(area(model), oneBin(model));
  }

  /** What all copies together take of the dimension that is scarcest at its best price. */
  private static double area(PackingModel model) {
    double most = 0;
    for (int d = 0; d < model.dimensions(); d++) {
      double cheapest = Double.POSITIVE_INFINITY;
      for (int t = 0; t < model.kinds(); t++) {
        if (model.capacity()[t][d] > 0) {
          cheapest = Math.min(cheapest, model.cost()[t] / (double) model.capacity()[t][d]);
        }
      }
      double load = 0;
      for (int j = 0; j < model.classes(); j++) {
        long rate = 1;
        for (long[] rates : model.rate()) {
          rate = Math.max(rate, rates[j]);
        }
        load += model.size()[j][d] * Math.ceil(model.need()[j] / (double) rate);
      }
      if (load > 0 && cheapest < Double.POSITIVE_INFINITY) {
        most = Math.max(most, load * cheapest * (1 - 1e-12));
      }
    }
    return most;
  }

  /** What the cheapest bin costs: one is needed at least. */
  private static double oneBin(PackingModel model) {
    boolean needed = Arrays.stream(model.need()).anyMatch(need -> need > 0);
    return needed ? Arrays.stream(model.cost()).min().orElse(0) : 0;
  }
}
