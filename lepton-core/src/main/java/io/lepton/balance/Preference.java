package io.lepton.balance;

/**
 * What makes one target better than another: {@code perMilli * latency + perCost * cost}, least
 * first. Targets whose latency is above the limit take load only when no other can.
 *
 * @param perMilli weight of a millisecond
 * @param perCost weight of a unit of cost
 * @param latencyLimitMillis latency that a request should not exceed; infinite for none
 */
public record Preference(double perMilli, double perCost, double latencyLimitMillis) {

  /** Cost alone. */
  public static final Preference CHEAPEST = new Preference(0, 1, Double.POSITIVE_INFINITY);

  /** Latency alone. */
  public static final Preference FASTEST = new Preference(1, 0, Double.POSITIVE_INFINITY);

  public Preference {
    if (!(perMilli >= 0) || !(perCost >= 0) || !(latencyLimitMillis >= 0)) {
      throw new IllegalArgumentException("a preference's weights and limit must not be negative");
    }
  }

  double score(Target target) {
    return perMilli * target.latencyMillis() + perCost * target.costPerUnit();
  }
}
