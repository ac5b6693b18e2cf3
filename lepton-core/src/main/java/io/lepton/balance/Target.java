package io.lepton.balance;

/**
 * A place that can serve load: a replica, or all replicas of a cloud or region.
 *
 * @param name unique among the targets
 * @param capacity load it can serve at most
 * @param latencyMillis how long a request to it takes
 * @param costPerUnit what serving a unit of load costs, in whatever money the preference uses
 * @param minimum load it is given whenever there is that much, to keep it warm
 * @param maximumShare the greatest share of the served load it may have, from 0 to 1
 */
public record Target(
    String name,
    double capacity,
    double latencyMillis,
    double costPerUnit,
    double minimum,
    double maximumShare) {

  public Target {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a target's name must not be blank");
    }
    check(name, "capacity", capacity);
    check(name, "latency", latencyMillis);
    check(name, "cost", costPerUnit);
    check(name, "minimum", minimum);
    if (minimum > capacity) {
      throw new IllegalArgumentException(
          "target %s must be given %s but can serve %s only".formatted(name, minimum, capacity));
    }
    if (!(maximumShare > 0) || maximumShare > 1) {
      throw new IllegalArgumentException(
          "maximum share of target %s must be above 0 and at most 1, not %s"
              .formatted(name, maximumShare));
    }
  }

  /** A target without limits of its own. */
  public static Target of(String name, double capacity, double latencyMillis, double costPerUnit) {
    return new Target(name, capacity, latencyMillis, costPerUnit, 0, 1);
  }

  private static void check(String name, String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s of target %s must be a number from 0, not %s".formatted(what, name, value));
    }
  }
}
