package io.lepton.allocation;

import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Performance and utilisation of a placement, by cloud and overall. */
final class Figures {
  private long instances;
  private long replicas;
  private long micros;
  private double performance;
  private double served;
  private final double[] bought = new double[3];
  private final double[] used = new double[3];

  private Figures() {}

  /**
   * One entry a cloud, by id, and the overall figures last.
   *
   * @param candidates machines, with all those of the groups among them
   */
  static List<CloudFigures> of(
      AllocationProblem problem, List<Candidate> candidates, List<InstanceGroup> groups) {
    Map<List<Object>, Candidate> machines = new HashMap<>();
    candidates.forEach(machine -> put(machines, machine));
    Map<String, Workload> workloads = new LinkedHashMap<>();
    problem.workloads().forEach(workload -> workloads.put(workload.name(), workload));
    Map<String, Figures> byCloud = new TreeMap<>();
    Figures overall = new Figures();
    for (InstanceGroup group : groups) {
      Candidate machine =
          machines.get(
              List.of(
                  group.cloud(),
                  group.region(),
                  group.zone(),
                  group.instanceType(),
                  group.purchase()));
      if (machine != null) {
        byCloud
            .computeIfAbsent(group.cloud(), cloud -> new Figures())
            .add(group, machine, workloads);
        overall.add(group, machine, workloads);
      }
    }
    List<CloudFigures> figures = new ArrayList<>();
    byCloud.forEach((cloud, sum) -> figures.add(sum.named(cloud)));
    figures.add(overall.named(CloudFigures.OVERALL));
    return figures;
  }

  private static void put(Map<List<Object>, Candidate> machines, Candidate machine) {
    Offer offer = machine.offer();
    machines.put(
        List.of(
            offer.cloud(), offer.region(), offer.zone(), offer.instanceType(), machine.purchase()),
        machine);
  }

  private void add(InstanceGroup group, Candidate machine, Map<String, Workload> workloads) {
    Offer offer = machine.offer();
    long count = group.count();
    instances += count;
    micros += count * machine.microsPerHour();
    bought[0] += count * offer.vcpus();
    bought[1] += count * offer.memoryGib();
    bought[2] += count * offer.acceleratorCount();
    for (Share share : group.places()) {
      Workload workload = workloads.get(share.workload());
      if (workload == null) {
        continue;
      }
      double copies = (double) count * share.replicas();
      replicas += count * share.replicas();
      performance += copies * workload.latencyAt(group.cloud(), group.region());
      used[0] += copies * workload.demand().vcpus();
      used[1] += copies * workload.demand().memoryGib();
      if (workload.need() instanceof Need.Load load) {
        used[2] += copies;
        served +=
            copies
                * load.throughput().entrySet().stream()
                    .filter(
                        entry ->
                            entry
                                .getKey()
                                .toLowerCase(Locale.ROOT)
                                .equals(offer.accelerator().toLowerCase(Locale.ROOT)))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
      } else {
        used[2] += copies * workload.accelerator().map(Accelerator::count).orElse(0.0);
      }
    }
  }

  private CloudFigures named(String cloud) {
    return new CloudFigures(
        cloud, instances, replicas, micros, performance, served, share(0), share(1), share(2));
  }

  private double share(int resource) {
    return bought[resource] > 0 ? used[resource] / bought[resource] : 0;
  }
}
