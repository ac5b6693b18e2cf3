package io.lepton.deploy;

/**
 * Shadow traffic, counted by the gateway since its present routes began: copies of requests, sent
 * to the side that did not serve them.
 *
 * @param sent copies sent
 * @param answered copies answered
 * @param errors copies that failed
 * @param dropped copies not sent because too many were waiting
 * @param compared pairs of answers compared
 * @param agreed of these, those that were the same
 * @param maxDifference largest absolute difference of two numbers in the answers compared
 * @param p50Millis median latency of the copies answered; 0 while nothing was measured
 * @param p99Millis 99th percentile of the same
 */
public record MirrorStats(
    long sent,
    long answered,
    long errors,
    long dropped,
    long compared,
    long agreed,
    double maxDifference,
    double p50Millis,
    double p99Millis) {

  /** No copies. */
  static MirrorStats none() {
    return new MirrorStats(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }
}
