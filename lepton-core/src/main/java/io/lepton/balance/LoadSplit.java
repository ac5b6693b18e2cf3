package io.lepton.balance;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much each target serves.
 *
 * @param load load by target name, in the targets' order
 * @param unserved load that no target can take
 */
public record LoadSplit(Map<String, Double> load, double unserved) {

  public LoadSplit {
    load = Collections.unmodifiableMap(new LinkedHashMap<>(load));
  }

  /** The served load. */
  public double served() {
    return load.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Whole weights in proportion to the load, for the gateway: they sum to {@code total} exactly,
   * each within one of its exact share (Hamilton's method of largest remainders). All are zero when
   * nothing is served. To the gateway, one of weight zero is a standby.
   */
  public Map<String, Integer> weights(int total) {
    if (total < 1) {
      throw new IllegalArgumentException("weights must sum to at least 1, not " + total);
    }
    String[] names = load.keySet().toArray(String[]::new);
    double[] amounts = load.values().stream().mapToDouble(Double::doubleValue).toArray();
    int[] weights = round(amounts, total);
    Map<String, Integer> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      byName.put(names[i], weights[i]);
    }
    return Collections.unmodifiableMap(byName);
  }

  private static int[] round(double[] amounts, int total) {
    double sum = Arrays.stream(amounts).sum();
    int[] weights = new int[amounts.length];
    if (!(sum > 0)) {
      return weights;
    }
    double[] remainders = new double[amounts.length];
    int left = total;
    for (int i = 0; i < amounts.length; i++) {
      double exact = amounts[i] / sum * total;
      weights[i] = (int) Math.floor(exact);
      remainders[i] = exact - weights[i];
      left -= weights[i];
    }
    while (left > 0) {
      int greatest = 0;
      for (int i = 1; i < remainders.length; i++) {
        if (remainders[i] > remainders[greatest]) {
          greatest = i;
        }
      }
      weights[greatest]++;
      remainders[greatest] = -1;
      left--;
    }
    return weights;
  }
}
