package io.lepton.allocation;

/**
 * What one instance holds of one workload.
 *
 * @param workload its name
 * @param replicas how many, from 1
 */
public record Share(String workload, long replicas) {

  public Share {
    Checks.named("workload", workload);
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas must be at least 1, not " + replicas);
    }
  }
}
