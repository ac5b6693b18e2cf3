package io.lepton.autoscale;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * When an autoscaler acts.
 *
 * @param targetUtilisation share of the planned capacity that the forecast load may use, above 0
 *     and at most 1
 * @param horizon how far ahead the load must fit: the time that a new machine takes to serve, and
 *     until the next decision
 * @param coolDown time after a change during which capacity is not reduced; it is raised at once
 * @param hysteresis share by which the need must fall before capacity is reduced
 * @param minimumLoad capacity is never planned for less, requests a second
 * @param budgetMicrosPerHour the placement must not cost more; empty for no budget
 */
public record ScalingPolicy(
    double targetUtilisation,
    Duration horizon,
    Duration coolDown,
    double hysteresis,
    double minimumLoad,
    OptionalLong budgetMicrosPerHour) {

  public ScalingPolicy {
    Objects.requireNonNull(horizon, "horizon");
    Objects.requireNonNull(coolDown, "coolDown");
    Objects.requireNonNull(budgetMicrosPerHour, "budgetMicrosPerHour");
    if (!(targetUtilisation > 0) || targetUtilisation > 1) {
      throw new IllegalArgumentException(
          "target utilisation must be above 0 and at most 1, not " + targetUtilisation);
    }
    if (horizon.isNegative() || horizon.isZero() || coolDown.isNegative()) {
      throw new IllegalArgumentException("the horizon must be above zero, the cool-down from zero");
    }
    if (!(hysteresis >= 0) || hysteresis >= 1 || !(minimumLoad >= 0)) {
      throw new IllegalArgumentException(
          "hysteresis must be from 0 to below 1, the minimum load from 0");
    }
  }

  /** 70 percent use, 10 minutes ahead, 15 minutes and 10 percent before capacity is reduced. */
  public static ScalingPolicy standard() {
    return new ScalingPolicy(
        0.7, Duration.ofMinutes(10), Duration.ofMinutes(15), 0.1, 0, OptionalLong.empty());
  }

  /** The same with a budget. */
  public ScalingPolicy budget(long microsPerHour) {
    return new ScalingPolicy(
        targetUtilisation,
        horizon,
        coolDown,
        hysteresis,
        minimumLoad,
        OptionalLong.of(microsPerHour));
  }
}
