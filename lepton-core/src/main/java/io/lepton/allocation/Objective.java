package io.lepton.allocation;

/**
 * What is minimised: {@code alpha * P + beta * (instances + egress) + churn * started}, in US
 * dollars an hour.
 *
 * <p>{@code P} is the performance term: the sum over replicas of the latency that {@link
 * Workload#latencyMillis} gives for the place of the replica. {@code started} is the number of
 * replicas that do not run on a machine of the current placement already.
 *
 * @param alpha US dollars an hour that one millisecond of one replica is worth
 * @param beta weight of money
 * @param churn US dollars an hour that starting one replica is worth
 */
public record Objective(double alpha, double beta, double churn) {

  /** Money only. */
  public static final Objective COST = new Objective(0, 1, 0);

  public Objective {
    Checks.amount("alpha", alpha);
    Checks.amount("beta", beta);
    Checks.amount("churn", churn);
  }
}
