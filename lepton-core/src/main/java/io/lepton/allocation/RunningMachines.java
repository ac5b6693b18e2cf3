package io.lepton.allocation;

import io.lepton.allocation.pattern.Pattern;
import io.lepton.spi.price.Offer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Makes kinds of the machines that run now, where keeping what runs on them is worth something. Not
 * thread safe; used once.
 */
final class RunningMachines {
  private final AllocationProblem problem;
  private final long[][] demand;
  private final long[][] rates;
  private final Map<Integer, InstanceGroup> groups = new HashMap<>();

  /**
   * The machines of a problem.
   *
   * @param demand of a replica in millionths, by workload and dimension
   * @param rates units of a replica, by site and workload
   */
  RunningMachines(AllocationProblem problem, long[][] demand, long[][] rates) {
    this.problem = problem;
    this.demand = demand;
    this.rates = rates;
  }

  /** What runs on the kinds that were made for one group each. */
  Map<Integer, InstanceGroup> groups() {
    return groups;
  }

  /**
   * Adds kinds.
   *
   * @param kinds receives them; where starts cost something, one for each group
   * @param whole the kind of an offer at its full size; empty where it is not to be had
   * @return the bins that run, by their content
   */
  Map<Pattern, Long> addTo(
      List<Kind> kinds, long startCost, BiFunction<Offer, Purchase, Optional<Kind>> whole) {
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    if (problem.current().isEmpty()) {
      return patterns;
    }
    Map<List<Object>, Kind> byName = byName(whole);
    Map<List<Object>, Integer> kindOf = new HashMap<>();
    for (int t = 0; t < kinds.size(); t++) {
      kindOf.put(name(kinds.get(t)), t);
    }
    Map<String, Integer> classOf = new HashMap<>();
    for (int j = 0; j < problem.workloads().size(); j++) {
      classOf.put(problem.workloads().get(j).name(), j);
    }
    for (InstanceGroup group : problem.current()) {
      Kind kind = byName.get(name(group));
      if (kind == null) {
        continue;
      }
      long[] runs = new long[problem.workloads().size()];
      for (Share share : group.places()) {
        Integer of = classOf.get(share.workload());
        if (of != null && rates[kind.site()][of] > 0) {
          runs[of] += share.replicas();
        }
      }
      if (Arrays.stream(runs).allMatch(count -> count == 0)) {
        continue;
      }
      int at;
      if (startCost > 0) {
        at = kinds.size();
        groups.put(at, group);
        kinds.add(
            new Kind(
                kind.machine(),
                kind.site(),
                kind.cost(),
                kind.capacity(),
                group.count(),
                runs,
                kind.quotas(),
                kind.uses()));
      } else {
        at =
            kindOf.computeIfAbsent(
                name(group),
                fresh -> {
                  kinds.add(kind);
                  return kinds.size() - 1;
                });
      }
      if (holds(kind, runs)) {
        patterns.merge(Pattern.of(at, runs), group.count(), Long::sum);
      }
    }
    return patterns;
  }

  private Map<List<Object>, Kind> byName(BiFunction<Offer, Purchase, Optional<Kind>> whole) {
    Set<String> types = new HashSet<>();
    problem.current().forEach(group -> types.add(group.instanceType()));
    Map<List<Object>, Kind> byName = new HashMap<>();
    for (Offer offer : problem.offers()) {
      if (types.contains(offer.instanceType())) {
        for (Purchase purchase : Purchase.values()) {
          whole.apply(offer, purchase).ifPresent(kind -> byName.put(name(kind), kind));
        }
      }
    }
    return byName;
  }

  private boolean holds(Kind kind, long[] running) {
    for (int d = 0; d < kind.capacity().length; d++) {
      long load = 0;
      for (int j = 0; j < running.length; j++) {
        load += running[j] * demand[j][d];
      }
      if (load > kind.capacity()[d]) {
        return false;
      }
    }
    return true;
  }

  private static List<Object> name(Kind kind) {
    return name(CompiledProblem.group(kind.machine(), 1, List.of()));
  }

  private static List<Object> name(InstanceGroup group) {
    return List.of(
        group.cloud(), group.region(), group.zone(), group.instanceType(), group.purchase());
  }
}
