package io.lepton.serving.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the gateway counted since the present generation of routes began; inference requests only.
 * Latencies are 0 while nothing was measured.
 *
 * @param generation of the routes
 * @param seconds since it began
 * @param oldSide requests that the split gave to the old side
 * @param newSide requests that the split gave to the new side
 * @param mirror copies sent to the side that did not serve the request
 * @param failedToClient requests that a client saw fail, with a status of 500 or above
 */
public record GatewayStats(
    long generation,
    double seconds,
    @JsonProperty("old") Side oldSide,
    @JsonProperty("new") Side newSide,
    Mirror mirror,
    long failedToClient) {

  /**
   * One side of the split.
   *
   * @param requests given to this side and finished
   * @param errors of these, those that no replica of this side answered below status 500
   * @param retries further attempts on another replica of this side
   * @param rescued of the errors, those that the other side answered instead
   * @param p50Millis median latency of this side's answers, retries included
   * @param p99Millis 99th percentile of the same
   */
  public record Side(
      long requests, long errors, long retries, long rescued, double p50Millis, double p99Millis) {}

  /**
   * The shadow traffic.
   *
   * @param sent copies sent
   * @param answered copies answered below status 500
   * @param errors copies that failed
   * @param dropped copies not sent because too many were waiting
   * @param compared answers of which both were 200 and had comparable outputs
   * @param agreed of these, those whose rows all have the same largest entry in the first numeric
   *     output (or equal texts where there is none)
   * @param maxDifference largest absolute difference of two numbers in the outputs compared
   * @param p50Millis median latency of the copies answered
   * @param p99Millis 99th percentile of the same
   */
  public record Mirror(
      long sent,
      long answered,
      long errors,
      long dropped,
      long compared,
      long agreed,
      double maxDifference,
      double p50Millis,
      double p99Millis) {}
}
