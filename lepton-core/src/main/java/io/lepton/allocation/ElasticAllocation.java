package io.lepton.allocation;

import io.lepton.allocation.pattern.CoveringProgram;
import java.util.Arrays;
import java.util.Optional;

/**
 * The elastic allocation model: {@code min sum c_i a_i} such that {@code sum a_i s_ri >= d_r} for
 * every row {@code r} and {@code a_i >= 0}, continuous or in whole instances. Thread safe.
 */
public final class ElasticAllocation {

  private ElasticAllocation() {}

  /**
   * An answer.
   *
   * @param amounts how much of each offer
   * @param cost what it costs
   */
  public record Amounts(java.util.List<Double> amounts, double cost) {
    public Amounts {
      amounts = java.util.List.copyOf(amounts);
    }
  }

  /**
   * The continuous model. With one row the offer with the least cost for its capacity serves all of
   * it; with more rows a linear program decides.
   *
   * @param cost of a unit of each offer, from 0
   * @param capacity what a unit of each offer supplies, by row and offer
   * @param demand of each row
   * @return empty when some demand cannot be met
   * @throws IllegalArgumentException when the sizes do not fit or a cost is below 0
   */
  public static Optional<Amounts> continuous(double[] cost, double[][] capacity, double[] demand) {
    check(cost, capacity, demand.length);
    if (demand.length == 1) {
      return bestRatio(cost, capacity[0], demand[0]);
    }
    return CoveringProgram.continuous(cost, capacity, demand)
        .map(amounts -> amounts(amounts, cost));
  }

  /**
   * The same in whole instances, exactly.
   *
   * @return empty when some demand cannot be met
   * @throws IllegalArgumentException as {@link #continuous} does
   */
  public static Optional<Amounts> integer(long[] cost, long[][] capacity, long[] demand) {
    double[] prices = Arrays.stream(cost).asDoubleStream().toArray();
    check(
        prices,
        Arrays.stream(capacity).map(row -> new double[row.length]).toArray(double[][]::new),
        demand.length);
    return CoveringProgram.integer(cost, capacity, demand)
        .map(amounts -> amounts(Arrays.stream(amounts).asDoubleStream().toArray(), prices));
  }

  private static Optional<Amounts> bestRatio(double[] cost, double[] capacity, double demand) {
    int best = -1;
    for (int i = 0; i < cost.length; i++) {
      if (capacity[i] > 0 && (best < 0 || cost[i] * capacity[best] < cost[best] * capacity[i])) {
        best = i;
      }
    }
    double[] amounts = new double[cost.length];
    if (demand > 0) {
      if (best < 0) {
        return Optional.empty();
      }
      amounts[best] = demand / capacity[best];
    }
    return Optional.of(amounts(amounts, cost));
  }

  private static Amounts amounts(double[] amounts, double[] cost) {
    double sum = 0;
    for (int i = 0; i < cost.length; i++) {
      sum += cost[i] * amounts[i];
    }
    return new Amounts(Arrays.stream(amounts).boxed().toList(), sum);
  }

  private static void check(double[] cost, double[][] capacity, int rows) {
    for (int i = 0; i < cost.length; i++) {
      if (!(cost[i] >= 0 && cost[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the cost of offer " + i + " (counted from 0) must be at least 0, not " + cost[i]);
      }
    }
    if (capacity.length != rows) {
      throw new IllegalArgumentException(
          "there are " + rows + " demands and " + capacity.length + " rows of capacities");
    }
    for (double[] row : capacity) {
      if (row.length != cost.length) {
        throw new IllegalArgumentException(
            "a row has " + row.length + " capacities for " + cost.length + " offers");
      }
    }
  }
}
