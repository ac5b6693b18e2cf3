package io.lepton.autoscale;

import io.lepton.allocation.InstanceGroup;
import io.lepton.autoscale.ScalingDecision.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plain step scaler of the clouds' autoscaling groups: one machine type; above a threshold of
 * use the group grows by a share of its size, below another it shrinks by one, each after a
 * cool-down. Not thread safe.
 */
public final class ThresholdScaler implements Scaler {
  private final ScaledWorkload workload;
  private final InstanceGroup machine;
  private final double above;
  private final double below;
  private final double growth;
  private final Duration coolDown;
  private long count;
  private @Nullable Instant changed;

  /**
   * A scaler of groups of one machine.
   *
   * @param machine what one machine of the group is and holds; its count is where the group starts
   * @param above use above which it grows
   * @param below use below which it shrinks
   * @param growth share of its size by which it grows, at least one machine
   */
  public ThresholdScaler(
      ScaledWorkload workload,
      InstanceGroup machine,
      double above,
      double below,
      double growth,
      Duration coolDown) {
    if (!(below >= 0) || !(above > below) || !(growth > 0)) {
      throw new IllegalArgumentException(
          "thresholds must be 0 <= below < above, and growth above 0");
    }
    this.workload = workload;
    this.machine = machine;
    this.above = above;
    this.below = below;
    this.growth = growth;
    this.coolDown = coolDown;
    count = machine.count();
  }

  @Override
  public ScalingDecision decide(Instant now, double requestsPerSecond) {
    double use = requestsPerSecond / (count * workload.capacity(machine));
    Action action = Action.HOLD;
    if (changed == null || !now.isBefore(changed.plus(coolDown))) {
      if (use > above) {
        count += Math.max(1, (long) Math.floor(count * growth));
        action = Action.GROW;
      } else if (use < below && count > 1) {
        count--;
        action = Action.SHRINK;
      }
    }
    if (action != Action.HOLD) {
      changed = now;
    }
    InstanceGroup group =
        new InstanceGroup(
            machine.cloud(),
            machine.region(),
            machine.zone(),
            machine.instanceType(),
            machine.purchase(),
            count,
            machine.places());
    return new ScalingDecision(
        action, List.of(group), 0, "use is %.0f percent".formatted(use * 100));
  }
}
