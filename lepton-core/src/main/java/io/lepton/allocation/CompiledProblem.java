package io.lepton.allocation;

import io.lepton.allocation.pattern.PackingModel;
import io.lepton.allocation.pattern.Pattern;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A problem in the engine's whole numbers, and the way back.
 *
 * @param problem the problem
 * @param model the same in whole numbers
 * @param machines the machine of each kind of the model
 * @param lattice every cost is a multiple of this
 * @param currentPatterns what runs now, as far as it is still possible, and how often
 * @param running the row of the current placement that a kind stands for, where starting costs
 */
record CompiledProblem(
    AllocationProblem problem,
    PackingModel model,
    List<Candidate> machines,
    long lattice,
    Map<Pattern, Long> currentPatterns,
    Map<Integer, InstanceGroup> running) {

  /** The rows of an answer, equal packings merged, in a stable order. */
  List<InstanceGroup> decode(Map<Pattern, Long> bins) {
    Map<List<Object>, Integer> kindOf = new HashMap<>();
    Map<Pattern, Long> merged = new LinkedHashMap<>();
    bins.forEach(
        (pattern, count) -> {
          int kind = kindOf.computeIfAbsent(names(pattern.kind()), name -> pattern.kind());
          merged.merge(
              kind == pattern.kind()
                  ? pattern
                  : new Pattern(kind, pattern.classes(), pattern.copies()),
              count,
              Long::sum);
        });
    List<InstanceGroup> groups = new ArrayList<>();
    merged.forEach((pattern, count) -> groups.add(row(pattern, count)));
    groups.sort(
        Comparator.comparing(InstanceGroup::cloud)
            .thenComparing(InstanceGroup::region)
            .thenComparing(InstanceGroup::zone)
            .thenComparing(InstanceGroup::instanceType)
            .thenComparing(InstanceGroup::purchase)
            .thenComparing(InstanceGroup::places, CompiledProblem::compare));
    return groups;
  }

  /** What kinds that are the same machine to a reader have in common. */
  private List<Object> names(int kind) {
    Candidate machine = machines.get(kind);
    Offer offer = machine.offer();
    return List.of(
        offer.cloud(), offer.region(), offer.zone(), offer.instanceType(), machine.purchase());
  }

  /** So many machines with a pattern on each. */
  InstanceGroup row(Pattern pattern, long count) {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < pattern.classes().length; i++) {
      shares.add(
          new Share(problem.workloads().get(pattern.classes()[i]).name(), pattern.copies()[i]));
    }
    return group(machines.get(pattern.kind()), count, shares);
  }

  private static int compare(List<Share> one, List<Share> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int byName = one.get(i).workload().compareTo(other.get(i).workload());
      int order =
          byName != 0 ? byName : Long.compare(one.get(i).replicas(), other.get(i).replicas());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  static InstanceGroup group(Candidate machine, long count, List<Share> shares) {
    return new InstanceGroup(
        machine.offer().cloud(),
        machine.offer().region(),
        machine.offer().zone(),
        machine.offer().instanceType(),
        machine.purchase(),
        count,
        shares);
  }
}
