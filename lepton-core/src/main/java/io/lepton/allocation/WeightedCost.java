package io.lepton.allocation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The weighted cost of clouds, {@code C = alpha * P + beta * R}, with a performance term P that is
 * better when smaller (a latency, a run time) and a resource cost R.
 *
 * @param alpha weight of performance
 * @param beta weight of resource cost
 */
public record WeightedCost(double alpha, double beta) {

  public WeightedCost {
    Checks.amount("alpha", alpha);
    Checks.amount("beta", beta);
  }

  /**
   * What one cloud would do.
   *
   * @param cloud its id
   * @param performance P
   * @param resourceCost R
   */
  public record Cloud(String cloud, double performance, double resourceCost) {
    public Cloud {
      Checks.named("cloud", cloud);
      Checks.amount("performance", performance);
      Checks.amount("resource cost", resourceCost);
    }
  }

  /** The weighted cost of one cloud. */
  public double of(Cloud cloud) {
    return alpha * cloud.performance() + beta * cloud.resourceCost();
  }

  /** The cloud with the least weighted cost, the first of equals; empty for no clouds. */
  public Optional<Cloud> best(List<Cloud> clouds) {
    return clouds.stream().min(Comparator.comparingDouble(this::of));
  }
}
