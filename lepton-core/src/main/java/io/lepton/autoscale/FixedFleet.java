package io.lepton.autoscale;

import io.lepton.allocation.InstanceGroup;
import io.lepton.autoscale.ScalingDecision.Action;
import java.time.Instant;
import java.util.List;

/**
 * Runs the same machines whatever the load: what autoscaling is compared with.
 *
 * @param placement the machines
 */
public record FixedFleet(List<InstanceGroup> placement) implements Scaler {

  public FixedFleet {
    placement = List.copyOf(placement);
  }

  @Override
  public ScalingDecision decide(Instant now, double requestsPerSecond) {
    return new ScalingDecision(Action.HOLD, placement, 0, "fixed");
  }
}
