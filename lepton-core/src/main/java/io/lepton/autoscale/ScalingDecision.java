package io.lepton.autoscale;

import io.lepton.allocation.InstanceGroup;
import java.util.List;
import java.util.Objects;

/**
 * What an autoscaler wants.
 *
 * @param action what is to be done
 * @param placement the machines wanted from now on
 * @param plannedLoad requests a second that they are meant for
 * @param reason why, for people
 */
public record ScalingDecision(
    Action action, List<InstanceGroup> placement, double plannedLoad, String reason) {

  /** What is to be done. */
  public enum Action {
    /** Nothing. */
    HOLD,
    /** Start machines. */
    GROW,
    /** Stop machines. */
    SHRINK,
    /** No placement serves the need within quotas and budget; the best that does is wanted. */
    LIMITED
  }

  public ScalingDecision {
    Objects.requireNonNull(action, "action");
    placement = List.copyOf(placement);
    Objects.requireNonNull(reason, "reason");
  }
}
