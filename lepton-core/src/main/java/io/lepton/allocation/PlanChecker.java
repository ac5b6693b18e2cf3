package io.lepton.allocation;

import io.lepton.spi.price.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Checks an answer against its problem from the records alone, in decimal arithmetic and without
 * any code of the search: capacity, demand, accelerators, allow lists, quotas, spread, moves and
 * price to the millionth. Every answer of the product passes through it. Thread safe.
 */
public final class PlanChecker {
  private final AllocationProblem problem;
  private final List<String> faults = new ArrayList<>();
  private final Map<List<String>, Offer> offers = new HashMap<>();
  private final Map<String, Workload> workloads = new LinkedHashMap<>();

  /** What a replica of each workload takes. */
  private final Map<String, Taken> taken = new HashMap<>();

  /** Where replicas of a workload stand. */
  private final Map<String, List<Standing>> standing = new HashMap<>();

  /** Figures come again with every machine. */
  private final Map<Double, BigDecimal> decimals = new HashMap<>();

  /** Millionths; the largest number where there are more. */
  private record Taken(long vcpus, long memory, long accelerators) {
    Taken plus(Taken each, long times) {
      return new Taken(
          sum(vcpus, each.vcpus, times),
          sum(memory, each.memory, times),
          sum(accelerators, each.accelerators, times));
    }

    private static long sum(long had, long each, long times) {
      return each > 0 && times > (Long.MAX_VALUE - had) / each
          ? Long.MAX_VALUE
          : had + each * times;
    }
  }

  private record Standing(InstanceGroup group, Share share) {}

  private PlanChecker(AllocationProblem problem) {
    this.problem = problem;
    for (Workload workload : problem.workloads()) {
      workloads.put(workload.name(), workload);
      taken.put(
          workload.name(),
          new Taken(
              millionths(workload.demand().vcpus()),
              millionths(workload.demand().memoryGib()),
              millionths(held(workload))));
    }
  }

  /** What is wrong with an answer, one sentence a fault; empty when it is valid. */
  public static List<String> faults(AllocationProblem problem, Allocation answer) {
    PlanChecker checker = new PlanChecker(problem);
    if (answer.feasible()) {
      checker.check(answer);
    } else if (!answer.instances().isEmpty()) {
      checker.faults.add("an answer with status " + answer.status() + " holds machines");
    }
    return List.copyOf(checker.faults);
  }

  private void check(Allocation answer) {
    Set<String> types = new HashSet<>();
    answer.instances().forEach(group -> types.add(group.instanceType()));
    for (Offer offer : problem.offers()) {
      if (types.contains(offer.instanceType())) {
        offers.put(
            List.of(offer.cloud(), offer.region(), offer.zone(), offer.instanceType()), offer);
      }
    }
    for (InstanceGroup group : answer.instances()) {
      machine(group);
    }
    if (!faults.isEmpty()) {
      return;
    }
    for (InstanceGroup group : answer.instances()) {
      for (Share share : group.places()) {
        standing
            .computeIfAbsent(share.workload(), name -> new ArrayList<>())
            .add(new Standing(group, share));
      }
    }
    workloads.values().forEach(this::demand);
    problem.quotas().forEach(quota -> quota(quota, answer.instances()));
    prices(answer);
    MoveChecker.check(problem, answer, faults);
  }

  private Offer offer(InstanceGroup group) {
    Offer offer =
        offers.get(List.of(group.cloud(), group.region(), group.zone(), group.instanceType()));
    if (offer == null) {
      throw new IllegalStateException("checked before: " + group);
    }
    return offer;
  }

  private void machine(InstanceGroup group) {
    Offer offer =
        offers.get(List.of(group.cloud(), group.region(), group.zone(), group.instanceType()));
    if (offer == null) {
      faults.add("no offer is " + group);
      return;
    }
    if (price(offer, group.purchase()).isEmpty()) {
      faults.add(group.instanceType() + " cannot be bought " + group.purchase().text());
    }
    Taken used = new Taken(0, 0, 0);
    for (Share share : group.places()) {
      Workload workload = workloads.get(share.workload());
      Taken each = taken.get(share.workload());
      if (workload == null || each == null) {
        faults.add("no workload is named " + share.workload());
        return;
      }
      used = used.plus(each, share.replicas());
      if (!workload.allow().permits(group.cloud(), group.region(), group.purchase())) {
        faults.add(share.workload() + " may not run on " + group);
      }
      if (!suits(workload, offer)) {
        faults.add(share.workload() + " needs another accelerator than " + group + " has");
      }
    }
    most("vcpus", used.vcpus(), offer.vcpus(), group);
    most("memory", used.memory(), offer.memoryGib(), group);
    most("accelerators", used.accelerators(), offer.acceleratorCount(), group);
  }

  private void most(String what, long used, double capacity, InstanceGroup group) {
    BigDecimal sum = BigDecimal.valueOf(used, 6);
    if (sum.compareTo(decimal(capacity)) > 0) {
      faults.add(what + " of " + group + ": " + sum + " used of " + capacity);
    }
  }

  private static double held(Workload workload) {
    return workload.need() instanceof Need.Load
        ? 1
        : workload.accelerator().map(Accelerator::count).orElse(0.0);
  }

  private static boolean suits(Workload workload, Offer offer) {
    if (workload.need() instanceof Need.Load load) {
      return offer.acceleratorCount() > 0
          && load.throughput().keySet().stream()
              .anyMatch(type -> type.equalsIgnoreCase(offer.accelerator()));
    }
    return workload.accelerator().isEmpty()
        || workload.accelerator().get().type().equalsIgnoreCase(offer.accelerator());
  }

  private void demand(Workload workload) {
    Map<String, BigDecimal> byDomain = new HashMap<>();
    for (Standing at : standing.getOrDefault(workload.name(), List.of())) {
      InstanceGroup group = at.group();
      String domain =
          workload
              .spread()
              .map(
                  spread ->
                      switch (spread.over()) {
                        case CLOUD -> group.cloud();
                        case REGION -> group.cloud() + " " + group.region();
                        case ZONE -> group.cloud() + " " + group.region() + " " + group.zone();
                      })
              .orElse("");
      byDomain.merge(
          domain,
          served(workload, offer(group))
              .multiply(BigDecimal.valueOf(at.share().replicas()))
              .multiply(BigDecimal.valueOf(group.count())),
          BigDecimal::add);
    }
    int divisor = workload.spread().map(Spread::atLeast).orElse(1);
    if (workload.need() instanceof Need.Replicas replicas) {
      BigDecimal all = byDomain.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      if (all.compareTo(BigDecimal.valueOf(replicas.count())) != 0) {
        faults.add(workload.name() + " has " + all + " replicas of " + replicas.count());
      }
      long cap = -Math.floorDiv(-replicas.count(), divisor);
      byDomain.forEach(
          (domain, count) -> {
            if (divisor > 1 && count.compareTo(BigDecimal.valueOf(cap)) > 0) {
              faults.add(workload.name() + " has " + count + " replicas in " + domain);
            }
          });
    } else if (workload.need() instanceof Need.Load load) {
      BigDecimal wanted = decimal(load.requestsPerSecond()).multiply(BigDecimal.valueOf(divisor));
      BigDecimal counted = BigDecimal.ZERO;
      for (BigDecimal serves : byDomain.values()) {
        BigDecimal scaled = serves.multiply(BigDecimal.valueOf(divisor));
        counted =
            counted.add(divisor == 1 ? scaled : scaled.min(decimal(load.requestsPerSecond())));
      }
      if (counted.compareTo(wanted) < 0) {
        faults.add(workload.name() + " serves " + counted + " of " + wanted + " (times spread)");
      }
    }
  }

  private BigDecimal served(Workload workload, Offer offer) {
    if (workload.need() instanceof Need.Load load) {
      return load.throughput().entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(offer.accelerator()))
          .map(entry -> decimal(entry.getValue()))
          .findFirst()
          .orElse(BigDecimal.ZERO);
    }
    return BigDecimal.ONE;
  }

  private void quota(Quota quota, List<InstanceGroup> groups) {
    BigDecimal used = BigDecimal.ZERO;
    for (InstanceGroup group : groups) {
      if (quota.covers(
          group.cloud(), group.region(), group.zone(), group.instanceType(), group.purchase())) {
        Offer offer = offer(group);
        double each =
            switch (quota.resource()) {
              case VCPUS -> offer.vcpus();
              case MEMORY_GIB -> offer.memoryGib();
              case ACCELERATORS -> offer.acceleratorCount();
              case INSTANCES -> 1;
            };
        used = used.add(decimal(each).multiply(BigDecimal.valueOf(group.count())));
      }
    }
    if (used.compareTo(decimal(quota.limit())) > 0) {
      faults.add(quota.describe() + " is exceeded: " + used);
    }
  }

  private void prices(Allocation answer) {
    Objective objective = problem.objective();
    long machines = 0;
    long weighted = 0;
    for (InstanceGroup group : answer.instances()) {
      Offer offer = offer(group);
      long price = price(offer, group.purchase()).orElse(0);
      machines += price * group.count();
      weighted += Math.round(objective.beta() * price) * group.count();
      for (Share share : group.places()) {
        Workload workload = workloads.get(share.workload());
        double latency = workload == null ? 0 : workload.latencyAt(group.cloud(), group.region());
        if (latency == 0 || objective.alpha() == 0) {
          continue;
        }
        long worth =
            BigDecimal.valueOf(objective.alpha() * latency)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        weighted += worth * share.replicas() * group.count();
      }
    }
    same("cost", machines + answer.egressMicrosPerHour(), answer.costMicrosPerHour(), 0);
    long egress = EgressBill.micros(problem, answer.instances());
    // A tariff is rounded once a route: one millionth for each route is not told apart.
    long routes = problem.transfers().isEmpty() ? 0 : 2L * distinctRegions(answer);
    same("egress", egress, answer.egressMicrosPerHour(), routes);
    long started = Math.round(objective.churn() * 1e6) * MoveChecker.started(problem, answer);
    long expected =
        weighted + started + (long) Math.ceil(objective.beta() * answer.egressMicrosPerHour());
    same("objective", expected, answer.objectiveMicros(), 0);
    if (answer.lowerBoundMicros() > answer.objectiveMicros()) {
      faults.add("the lower bound " + answer.lowerBoundMicros() + " is above the objective");
    }
    if (answer.status() == Status.OPTIMAL
        && answer.lowerBoundMicros() != answer.objectiveMicros()) {
      faults.add("an optimal answer has a gap");
    }
  }

  private static long distinctRegions(Allocation answer) {
    Set<String> regions = new HashSet<>();
    answer.instances().forEach(group -> regions.add(group.cloud() + " " + group.region()));
    return 1L + regions.size();
  }

  private void same(String what, long expected, long actual, long tolerance) {
    if (Math.abs(expected - actual) > tolerance) {
      faults.add(what + " is " + actual + " millionths and should be " + expected);
    }
  }

  private static OptionalLong price(Offer offer, Purchase purchase) {
    return switch (purchase) {
      case ON_DEMAND -> offer.onDemandMicrosPerHour();
      case SPOT -> offer.spotMicrosPerHour();
    };
  }

  private BigDecimal decimal(double value) {
    return decimals.computeIfAbsent(value, PlanChecker::exact);
  }

  private long millionths(double value) {
    return decimal(value).unscaledValue().longValueExact();
  }

  static BigDecimal exact(double value) {
    return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP);
  }
}
