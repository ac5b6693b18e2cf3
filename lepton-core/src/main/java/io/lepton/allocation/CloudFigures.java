package io.lepton.allocation;

/**
 * What an answer does in one cloud, or overall.
 *
 * @param cloud cloud id; {@code overall} for the sum
 * @param instances machines
 * @param replicas replicas placed
 * @param microsPerHour price of the machines in millionths of a US dollar
 * @param performance the performance term {@code P}: sum over replicas of their latency, ms
 * @param servedPerSecond load that replicas of workloads given by load can serve
 * @param vcpuUtilisation share of the bought vCPUs that replicas demand, from 0 to 1
 * @param memoryUtilisation the same for memory
 * @param acceleratorUtilisation the same for accelerators; 0 when none are bought
 */
public record CloudFigures(
    String cloud,
    long instances,
    long replicas,
    long microsPerHour,
    double performance,
    double servedPerSecond,
    double vcpuUtilisation,
    double memoryUtilisation,
    double acceleratorUtilisation) {

  /** The name of the sum over all clouds. */
  public static final String OVERALL = "overall";
}
