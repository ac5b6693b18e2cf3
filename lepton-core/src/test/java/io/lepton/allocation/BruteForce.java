package io.lepton.allocation;

import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The oracle: tries every way to put the replicas of a tiny problem on machines, from the problem's
 * records and the rules as they are written down, without any code of the solver. Knows egress rows
 * {@code any -> internet} and {@code any -> other-region} only.
 */
final class BruteForce {
  private record Machine(Offer offer, Purchase purchase, long price) {}

  private static final class Box {
    final Machine machine;
    final int opener;
    final long[] holds;

    Box(Machine machine, int opener, int classes) {
      this.machine = machine;
      this.opener = opener;
      this.holds = new long[classes];
    }
  }

  /** More replicas than this are never needed for the loads of {@link TinyProblems}. */
  private static final int MOST_FOR_LOAD = 5;

  private final AllocationProblem problem;
  private final List<Workload> workloads;
  private final List<Machine> machines = new ArrayList<>();
  private final List<Box> boxes = new ArrayList<>();
  private double best = Double.POSITIVE_INFINITY;

  private BruteForce(AllocationProblem problem) {
    this.problem = problem;
    this.workloads = problem.workloads();
    for (Offer offer : problem.offers()) {
      offer
          .onDemandMicrosPerHour()
          .ifPresent(price -> machines.add(new Machine(offer, Purchase.ON_DEMAND, price)));
      offer
          .spotMicrosPerHour()
          .ifPresent(price -> machines.add(new Machine(offer, Purchase.SPOT, price)));
    }
  }

  /** The least objective in millionths; empty when no placement exists. */
  static OptionalLong solve(AllocationProblem problem) {
    BruteForce search = new BruteForce(problem);
    search.place(0, 0, 0, 0);
    return Double.isInfinite(search.best)
        ? OptionalLong.empty()
        : OptionalLong.of((long) Math.ceil(search.best - 1e-6));
  }

  /** Puts replica number {@code placed} of a class; equal replicas go to boxes in order. */
  private void place(int of, long placed, int firstBox, double cost) {
    if (cost >= best) {
      return;
    }
    if (of == workloads.size()) {
      finish();
      return;
    }
    Workload workload = workloads.get(of);
    if (workload.need() instanceof Need.Replicas replicas) {
      if (placed == replicas.count()) {
        place(of + 1, 0, 0, cost);
        return;
      }
    } else {
      if (served(of)) {
        place(of + 1, 0, 0, cost);
      }
      if (placed >= MOST_FOR_LOAD) {
        return;
      }
    }
    for (int b = firstBox; b < boxes.size(); b++) {
      Box box = boxes.get(b);
      if (suits(workload, box.machine)) {
        box.holds[of]++;
        if (fits(box)) {
          place(of, placed + 1, b, cost);
        }
        box.holds[of]--;
      }
    }
    // Machines that equal replicas open come in order, for their order does not matter.
    int firstMachine =
        placed > 0 && firstBox == boxes.size() - 1 && boxes.get(firstBox).opener == of
            ? machines.indexOf(boxes.get(firstBox).machine)
            : 0;
    for (int m = firstMachine; m < machines.size(); m++) {
      Machine machine = machines.get(m);
      if (!suits(workload, machine)) {
        continue;
      }
      Box box = new Box(machine, of, workloads.size());
      box.holds[of] = 1;
      if (fits(box)) {
        boxes.add(box);
        if (withinQuotas()) {
          place(
              of,
              placed + 1,
              boxes.size() - 1,
              cost + Math.round(problem.objective().beta() * machine.price()));
        }
        boxes.remove(boxes.size() - 1);
      }
    }
  }

  private static double rate(Workload workload, Machine machine) {
    if (workload.need() instanceof Need.Load load) {
      for (Map.Entry<String, Double> entry : load.throughput().entrySet()) {
        if (entry.getKey().equals(machine.offer().accelerator())
            && machine.offer().acceleratorCount() > 0) {
          return entry.getValue();
        }
      }
      return 0;
    }
    return 1;
  }

  private boolean suits(Workload workload, Machine machine) {
    Allow allow = workload.allow();
    boolean accelerated =
        workload.accelerator().isEmpty()
            || workload.accelerator().get().type().equals(machine.offer().accelerator());
    return accelerated
        && rate(workload, machine) > 0
        && (allow.clouds().isEmpty() || allow.clouds().contains(machine.offer().cloud()))
        && (allow.regions().isEmpty() || allow.regions().contains(machine.offer().region()))
        && (allow.purchases().isEmpty() || allow.purchases().contains(machine.purchase()))
        && egressKnown(workload, machine);
  }

  private boolean fits(Box box) {
    double vcpus = 0;
    double memory = 0;
    double accelerators = 0;
    for (int j = 0; j < workloads.size(); j++) {
      Workload workload = workloads.get(j);
      vcpus += box.holds[j] * workload.demand().vcpus();
      memory += box.holds[j] * workload.demand().memoryGib();
      accelerators +=
          box.holds[j]
              * (workload.need() instanceof Need.Load
                  ? 1
                  : workload.accelerator().map(Accelerator::count).orElse(0.0));
    }
    Offer offer = box.machine.offer();
    return vcpus <= offer.vcpus() + 1e-9
        && memory <= offer.memoryGib() + 1e-9
        && accelerators <= offer.acceleratorCount() + 1e-9;
  }

  private boolean withinQuotas() {
    for (Quota quota : problem.quotas()) {
      double used = 0;
      for (Box box : boxes) {
        Offer offer = box.machine.offer();
        boolean counts =
            (quota.cloud().isEmpty() || quota.cloud().equals(offer.cloud()))
                && (quota.region().isEmpty() || quota.region().equals(offer.region()))
                && (quota.zone().isEmpty() || quota.zone().equals(offer.zone()))
                && (quota.instanceType().isEmpty()
                    || quota.instanceType().equals(offer.instanceType()))
                && (quota.purchase().isEmpty() || quota.purchase().get() == box.machine.purchase());
        if (counts) {
          used +=
              switch (quota.resource()) {
                case VCPUS -> offer.vcpus();
                case MEMORY_GIB -> offer.memoryGib();
                case ACCELERATORS -> offer.acceleratorCount();
                case INSTANCES -> 1;
              };
        }
      }
      if (used > quota.limit() + 1e-9) {
        return false;
      }
    }
    return true;
  }

  private static String domain(Spread spread, Offer offer) {
    return switch (spread.over()) {
      case CLOUD -> offer.cloud();
      case REGION -> offer.cloud() + "|" + offer.region();
      case ZONE -> offer.cloud() + "|" + offer.region() + "|" + offer.zone();
    };
  }

  /** Whether a load is met: each domain counts at most its share of it. */
  private boolean served(int of) {
    Workload workload = workloads.get(of);
    Need.Load load = (Need.Load) workload.need();
    int divisor = workload.spread().map(Spread::atLeast).orElse(1);
    Map<String, Double> byDomain = new HashMap<>();
    for (Box box : boxes) {
      String domain =
          workload.spread().map(spread -> domain(spread, box.machine.offer())).orElse("");
      byDomain.merge(domain, box.holds[of] * rate(workload, box.machine), Double::sum);
    }
    double counted = 0;
    for (double serves : byDomain.values()) {
      counted += Math.min(serves, load.requestsPerSecond() / divisor);
    }
    return counted >= load.requestsPerSecond() - 1e-9;
  }

  private boolean spread() {
    for (int j = 0; j < workloads.size(); j++) {
      Workload workload = workloads.get(j);
      if (workload.need() instanceof Need.Replicas replicas && workload.spread().isPresent()) {
        Spread spread = workload.spread().get();
        long cap = (long) Math.ceil(replicas.count() / (double) spread.atLeast());
        Map<String, Long> byDomain = new HashMap<>();
        for (Box box : boxes) {
          byDomain.merge(domain(spread, box.machine.offer()), box.holds[j], Long::sum);
        }
        if (byDomain.values().stream().anyMatch(count -> count > cap)) {
          return false;
        }
      }
    }
    return true;
  }

  private void finish() {
    if (!spread()) {
      return;
    }
    double cost = problem.objective().beta() * egress();
    for (Box box : boxes) {
      cost += Math.round(problem.objective().beta() * box.machine.price());
      for (int j = 0; j < workloads.size(); j++) {
        double latency =
            workloads.get(j).latencyAt(box.machine.offer().cloud(), box.machine.offer().region());
        cost += box.holds[j] * Math.round(problem.objective().alpha() * latency * 1e6);
      }
    }
    if (problem.objective().churn() > 0) {
      cost += Math.round(problem.objective().churn() * 1e6) * started();
    }
    best = Math.min(best, cost);
  }

  /** The fewest replicas to start, over every way to keep machines. */
  private long started() {
    List<InstanceGroup> running = new ArrayList<>();
    for (InstanceGroup group : problem.current()) {
      for (long i = 0; i < group.count(); i++) {
        running.add(group);
      }
    }
    return started(0, running, new boolean[running.size()]);
  }

  private long started(int box, List<InstanceGroup> running, boolean[] used) {
    if (box == boxes.size()) {
      return 0;
    }
    Box here = boxes.get(box);
    long all = 0;
    for (long held : here.holds) {
      all += held;
    }
    long least = all + started(box + 1, running, used);
    for (int i = 0; i < used.length; i++) {
      InstanceGroup group = running.get(i);
      Offer offer = here.machine.offer();
      if (used[i]
          || !group.cloud().equals(offer.cloud())
          || !group.region().equals(offer.region())
          || !group.zone().equals(offer.zone())
          || !group.instanceType().equals(offer.instanceType())
          || group.purchase() != here.machine.purchase()) {
        continue;
      }
      long fresh = 0;
      for (int j = 0; j < here.holds.length; j++) {
        long before = 0;
        for (Share share : group.places()) {
          before += share.workload().equals(workloads.get(j).name()) ? share.replicas() : 0;
        }
        fresh += Math.max(0, here.holds[j] - before);
      }
      used[i] = true;
      least = Math.min(least, fresh + started(box + 1, running, used));
      used[i] = false;
    }
    return least;
  }

  private boolean egressKnown(Workload workload, Machine machine) {
    return problem.transfers().stream()
        .filter(transfer -> transfer.to().equals(workload.name()))
        .allMatch(transfer -> price(transfer, machine.offer()) >= 0);
  }

  /** Millionths a GiB of the only tier; negative when no row fits. */
  private double price(Transfer transfer, Offer offer) {
    if (transfer.cloud().equals(offer.cloud()) && transfer.region().equals(offer.region())) {
      return 0;
    }
    String to = transfer.cloud().equals(offer.cloud()) ? "other-region" : "internet";
    for (EgressTier tier : problem.egress()) {
      if (tier.cloud().equals(transfer.cloud()) && tier.to().equals(to)) {
        return tier.microsPerGib();
      }
    }
    return -1;
  }

  /** Every replica draws an equal share; a load is served where its data is cheapest. */
  private double egress() {
    double sum = 0;
    for (Transfer transfer : problem.transfers()) {
      int of = 0;
      while (!workloads.get(of).name().equals(transfer.to())) {
        of++;
      }
      Workload workload = workloads.get(of);
      if (workload.need() instanceof Need.Replicas replicas) {
        for (Box box : boxes) {
          sum +=
              price(transfer, box.machine.offer())
                  * transfer.gibPerHour()
                  * box.holds[of]
                  / Math.max(1, replicas.count());
        }
      } else {
        throw new IllegalArgumentException("the oracle knows no egress of loads");
      }
    }
    return sum;
  }
}
