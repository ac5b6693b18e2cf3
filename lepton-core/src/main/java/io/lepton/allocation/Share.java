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

  /** Written out, as the one of every answer's rows: a record's own is linked at each start. */
  @Override
  public int hashCode() {
    return 31 * workload.hashCode() + Long.hashCode(replicas);
  }
}
