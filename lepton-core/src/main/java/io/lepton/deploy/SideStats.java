package io.lepton.deploy;

/**
 * One side of the traffic split, counted by the gateway since its present routes began.
 *
 * @param requests given to this side and finished
 * @param errors of these, those that no replica of this side answered
 * @param p50Millis median latency; 0 while nothing was measured
 * @param p99Millis 99th percentile of the same
 */
public record SideStats(long requests, long errors, double p50Millis, double p99Millis) {

  /** Share of requests that failed; 0 without requests. */
  public double errorRate() {
    return requests == 0 ? 0 : (double) errors / requests;
  }
}
