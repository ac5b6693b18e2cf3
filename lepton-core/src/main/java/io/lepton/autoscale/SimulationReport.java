package io.lepton.autoscale;

/**
 * What a scaler would have cost and missed.
 *
 * @param steps steps replayed
 * @param costMicros what machines cost from their start to their end, millionths of a US dollar
 * @param requests requests that came
 * @param unmetRequests requests beyond the capacity of their step
 * @param shortSteps steps with unmet requests
 * @param opened machines started
 * @param closed machines stopped
 * @param utilisation served load over the capacity that stood ready
 */
public record SimulationReport(
    int steps,
    long costMicros,
    double requests,
    double unmetRequests,
    int shortSteps,
    long opened,
    long closed,
    double utilisation) {

  /** Share of the requests that were not met. */
  public double unmetShare() {
    return requests == 0 ? 0 : unmetRequests / requests;
  }

  /** Machines started and stopped. */
  public long moves() {
    return opened + closed;
  }
}
