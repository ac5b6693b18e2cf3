package io.lepton.deploy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the traffic went.
 *
 * @param reachedPercent of the traffic that the new revision had at most
 * @param breach the gate that stopped it, with the value; empty when it reached the end
 * @param timeline what the gateway saw
 * @param replayed requests that were samples of the test split, sent because clients sent too few
 * @param failedToClient requests that a client saw fail meanwhile
 * @param measures the worst of each figure over the steps that had enough requests to judge
 */
public record ShiftResult(
    int reachedPercent,
    Optional<GateOutcome> breach,
    List<TimelineSample> timeline,
    long replayed,
    long failedToClient,
    Measures measures) {

  public ShiftResult {
    Objects.requireNonNull(breach, "breach");
    Objects.requireNonNull(measures, "measures");
    timeline = List.copyOf(timeline);
  }

  /** Whether the new revision has all the traffic. */
  public boolean completed() {
    return reachedPercent == 100 && breach.isEmpty();
  }
}
