package io.lepton.autoscale;

import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.Need;
import io.lepton.allocation.Share;
import io.lepton.allocation.Workload;
import io.lepton.spi.price.Offer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The workload of an allocation problem that is scaled; everything else of the problem stays.
 * Immutable and thread safe.
 */
public final class ScaledWorkload {
  private final AllocationProblem problem;
  private final String name;
  private final double requestsPerSecondPerReplica;
  private final Map<List<String>, Offer> offers = new HashMap<>();

  /**
   * A workload whose throughput by accelerator says what a replica serves.
   *
   * @throws IllegalArgumentException when the problem has none of this name given by load
   */
  public static ScaledWorkload byThroughput(AllocationProblem problem, String name) {
    ScaledWorkload scaled = new ScaledWorkload(problem, name, 0);
    if (!(scaled.workload().need() instanceof Need.Load)) {
      throw new IllegalArgumentException(
          "workload " + name + " is given by replicas: say what one of them serves");
    }
    return scaled;
  }

  /**
   * A workload whose replicas all serve the same.
   *
   * @throws IllegalArgumentException when the problem has none of this name given by replicas
   */
  public static ScaledWorkload byReplicas(
      AllocationProblem problem, String name, double requestsPerSecondPerReplica) {
    ScaledWorkload scaled = new ScaledWorkload(problem, name, requestsPerSecondPerReplica);
    if (!(scaled.workload().need() instanceof Need.Replicas)
        || !(requestsPerSecondPerReplica > 0)) {
      throw new IllegalArgumentException(
          "workload %s must be given by replicas, and a replica serve more than %s"
              .formatted(name, requestsPerSecondPerReplica));
    }
    return scaled;
  }

  private ScaledWorkload(
      AllocationProblem problem, String name, double requestsPerSecondPerReplica) {
    this.problem = problem;
    this.name = name;
    this.requestsPerSecondPerReplica = requestsPerSecondPerReplica;
    for (Offer offer : problem.offers()) {
      offers.put(List.of(offer.cloud(), offer.region(), offer.zone(), offer.instanceType()), offer);
    }
    workload();
  }

  private Workload workload() {
    return problem.workloads().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the problem has no workload " + name));
  }

  /** The problem's offer that a group stands on; empty when it is not for sale any more. */
  Optional<Offer> offer(InstanceGroup group) {
    return Optional.ofNullable(
        offers.get(List.of(group.cloud(), group.region(), group.zone(), group.instanceType())));
  }

  /** The problem for a load of this workload, with what runs now. */
  AllocationProblem at(double requestsPerSecond, List<InstanceGroup> current) {
    List<Workload> workloads =
        problem.workloads().stream()
            .map(
                workload ->
                    workload.name().equals(name) ? at(workload, requestsPerSecond) : workload)
            .toList();
    return problem.toBuilder().replaceWorkloads(workloads).current(current).build();
  }

  private Workload at(Workload workload, double requestsPerSecond) {
    Need need;
    if (workload.need() instanceof Need.Load load) {
      need = new Need.Load(requestsPerSecond, load.throughput());
    } else {
      need = new Need.Replicas((long) Math.ceil(requestsPerSecond / requestsPerSecondPerReplica));
    }
    return new Workload(
        workload.name(),
        need,
        workload.demand(),
        workload.accelerator(),
        workload.allow(),
        workload.spread(),
        workload.latencyMillis());
  }

  /** Requests a second that one replica serves on a machine. */
  double rate(Offer offer) {
    for (Workload workload : problem.workloads()) {
      if (workload.name().equals(name) && workload.need() instanceof Need.Load load) {
        for (Map.Entry<String, Double> rate : load.throughput().entrySet()) {
          if (rate.getKey().equalsIgnoreCase(offer.accelerator())) {
            return rate.getValue();
          }
        }
        return 0;
      }
    }
    return requestsPerSecondPerReplica;
  }

  /** Requests a second that one instance of a group serves. */
  double capacity(InstanceGroup group) {
    double capacity = 0;
    for (Share share : group.places()) {
      if (share.workload().equals(name)) {
        capacity += share.replicas() * offer(group).map(this::rate).orElse(0.0);
      }
    }
    return capacity;
  }

  /** Requests a second that a placement serves. */
  public double capacity(List<InstanceGroup> placement) {
    return placement.stream().mapToDouble(group -> group.count() * capacity(group)).sum();
  }

  /** What a placement's machines cost, millionths of a US dollar an hour. */
  public long microsPerHour(List<InstanceGroup> placement) {
    return placement.stream().mapToLong(group -> group.count() * price(group)).sum();
  }

  /** What one instance of a group costs an hour. */
  long price(InstanceGroup group) {
    return offer(group)
        .map(
            offer ->
                switch (group.purchase()) {
                  case ON_DEMAND -> offer.onDemandMicrosPerHour();
                  case SPOT -> offer.spotMicrosPerHour();
                })
        .orElse(OptionalLong.empty())
        .orElse(0);
  }
}
