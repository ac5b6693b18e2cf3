package io.lepton.allocation;

/**
 * Data that a workload draws all the time from a fixed place. The volume is shared evenly by its
 * replicas (by load served, for a workload given by load), and every share pays the egress price
 * from the source to the region where that replica stands.
 *
 * @param cloud cloud the data leaves
 * @param region region it leaves
 * @param to name of the workload
 * @param gibPerHour volume of the whole workload
 */
public record Transfer(String cloud, String region, String to, double gibPerHour) {

  public Transfer {
    Checks.named("transfer's cloud", cloud);
    Checks.named("transfer's region", region);
    Checks.named("transfer's workload", to);
    Checks.amount("gib_per_hour", gibPerHour);
  }
}
