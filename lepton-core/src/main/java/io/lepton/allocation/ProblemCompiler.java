package io.lepton.allocation;

import io.lepton.allocation.pattern.PackingModel;
import io.lepton.allocation.pattern.Pattern;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Translates a problem into the engine's whole numbers and leaves out what cannot matter. */
final class ProblemCompiler {
  private static final int VCPUS = 0;
  private static final int MEMORY = 1;
  private static final int ACCELERATORS = 2;

  private final AllocationProblem problem;
  private final Sites sites;
  private final long[][] demand;
  private final long startCost;
  private final List<Kind> kinds = new ArrayList<>();
  private final Map<Integer, InstanceGroup> running = new HashMap<>();

  /** A machine, its site and what it uses of quotas. */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  private record Kind(
      Candidate machine,
      int site,
      long cost,
      long[] capacity,
      long available,
      long[] kept,
      int[] quotas,
      long[] uses) {}

  private ProblemCompiler(AllocationProblem problem) {
    this.problem = problem;
    this.sites = new Sites(problem);
    this.startCost = Money.micros(problem.objective().churn());
    int classes = problem.workloads().size();
    demand = new long[classes][3];
    for (int j = 0; j < classes; j++) {
      Workload workload = problem.workloads().get(j);
      demand[j][VCPUS] = Units.millionths(workload.demand().vcpus());
      demand[j][MEMORY] = Units.millionths(workload.demand().memoryGib());
      double held = workload.accelerator().map(Accelerator::count).orElse(0.0);
      demand[j][ACCELERATORS] = Units.millionths(workload.need() instanceof Need.Load ? 1 : held);
    }
  }

  static CompiledProblem compile(AllocationProblem problem) {
    return new ProblemCompiler(problem).build();
  }

  private CompiledProblem build() {
    for (Offer offer : problem.offers()) {
      add(offer, Purchase.ON_DEMAND, offer.onDemandMicrosPerHour());
      add(offer, Purchase.SPOT, offer.spotMicrosPerHour());
    }
    List<Kind> useful = new ArrayList<>();
    long[] need = Arrays.stream(sites.units).mapToLong(LoadUnits::need).toArray();
    long[][] rates = sites.rates();
    if (!kinds.isEmpty()) {
      useful.addAll(prune(clamped(rates, need)));
    }
    Map<List<Object>, Integer> kindOf = new HashMap<>();
    Map<Pattern, Long> current = addCurrent(useful, kindOf);
    return finish(useful, need, rates, current);
  }

  private void add(Offer offer, Purchase purchase, OptionalLong price) {
    if (price.isEmpty()) {
      return;
    }
    Candidate machine = new Candidate(offer, purchase, price.getAsLong());
    int site = sites.site(machine);
    if (site < 0) {
      return;
    }
    List<Integer> quotas = new ArrayList<>();
    List<Long> uses = new ArrayList<>();
    for (int q = 0; q < problem.quotas().size(); q++) {
      Quota quota = problem.quotas().get(q);
      if (quota.covers(
          offer.cloud(), offer.region(), offer.zone(), offer.instanceType(), purchase)) {
        long use = Units.millionths(use(quota.resource(), offer));
        if (use > 0) {
          quotas.add(q);
          uses.add(use);
        }
      }
    }
    kinds.add(
        new Kind(
            machine,
            site,
            Math.round(problem.objective().beta() * price.getAsLong()),
            capacity(offer),
            Long.MAX_VALUE,
            new long[0],
            quotas.stream().mapToInt(Integer::intValue).toArray(),
            uses.stream().mapToLong(Long::longValue).toArray()));
  }

  private static double use(QuotaResource resource, Offer offer) {
    return switch (resource) {
      case VCPUS -> offer.vcpus();
      case MEMORY_GIB -> offer.memoryGib();
      case ACCELERATORS -> offer.acceleratorCount();
      case INSTANCES -> 1;
    };
  }

  private static long[] capacity(Offer offer) {
    return new long[] {
      Units.millionths(offer.vcpus()),
      Units.millionths(offer.memoryGib()),
      Units.millionths(offer.acceleratorCount())
    };
  }

  /** Capacities cut to what all workloads together could take, which makes more machines alike. */
  private List<Kind> clamped(long[][] rates, long[] need) {
    double[][] total = new double[rates.length][3];
    for (int s = 0; s < rates.length; s++) {
      for (int j = 0; j < need.length; j++) {
        if (rates[s][j] > 0) {
          double copies = Math.ceil(need[j] / (double) rates[s][j]);
          for (int d = 0; d < 3; d++) {
            total[s][d] += copies * demand[j][d];
          }
        }
      }
    }
    List<Kind> cut = new ArrayList<>(kinds.size());
    for (Kind kind : kinds) {
      long[] capacity = kind.capacity().clone();
      for (int d = 0; d < 3; d++) {
        capacity[d] = (long) Math.min((double) capacity[d], total[kind.site()][d]);
      }
      cut.add(
          new Kind(
              kind.machine(),
              kind.site(),
              kind.cost(),
              capacity,
              kind.available(),
              kind.kept(),
              kind.quotas(),
              kind.uses()));
    }
    return cut;
  }

  /**
   * Leaves out machines for which another at the same site is no dearer, no smaller and no heavier
   * on any quota.
   */
  private static List<Kind> prune(List<Kind> all) {
    Map<List<Object>, List<Kind>> groups = new LinkedHashMap<>();
    for (Kind kind : all) {
      groups
          .computeIfAbsent(
              List.of(kind.site(), Arrays.toString(kind.quotas())), key -> new ArrayList<>())
          .add(kind);
    }
    Map<Integer, List<Kind>> unlimited = new HashMap<>();
    for (List<Kind> group : groups.values()) {
      if (group.get(0).quotas().length == 0) {
        unlimited.put(group.get(0).site(), front(group));
      }
    }
    List<Kind> kept = new ArrayList<>();
    for (List<Kind> group : groups.values()) {
      Kind any = group.get(0);
      List<Kind> free = unlimited.getOrDefault(any.site(), List.of());
      if (any.quotas().length == 0) {
        kept.addAll(free);
      } else {
        List<Kind> front = front(group);
        front.removeIf(kind -> dominated(free, kind));
        kept.addAll(front);
      }
    }
    return kept;
  }

  private static List<Kind> front(List<Kind> group) {
    group.sort(ProblemCompiler::cheapestFirst);
    List<Kind> front = new ArrayList<>();
    for (Kind kind : group) {
      if (!dominated(front, kind)) {
        front.add(kind);
      }
    }
    return front;
  }

  private static boolean dominated(List<Kind> by, Kind kind) {
    for (Kind other : by) {
      if (dominates(other, kind)) {
        return true;
      }
    }
    return false;
  }

  private static int cheapestFirst(Kind a, Kind b) {
    int order = Long.compare(a.cost(), b.cost());
    for (int d = 0; d < 3 && order == 0; d++) {
      order = Long.compare(b.capacity()[d], a.capacity()[d]);
    }
    return order;
  }

  /** Whether {@code a} can always stand in for {@code b}: the quotas of a are among those of b. */
  private static boolean dominates(Kind a, Kind b) {
    if (a.cost() > b.cost()) {
      return false;
    }
    for (int d = 0; d < 3; d++) {
      if (a.capacity()[d] < b.capacity()[d]) {
        return false;
      }
    }
    for (int i = 0; i < a.uses().length; i++) {
      if (a.uses()[i] > b.uses()[i]) {
        return false;
      }
    }
    return true;
  }

  /** Kinds for machines that run now, where keeping what runs on them is worth something. */
  private Map<Pattern, Long> addCurrent(List<Kind> useful, Map<List<Object>, Integer> kindOf) {
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    if (problem.current().isEmpty()) {
      return patterns;
    }
    Map<List<Object>, Kind> byName = new HashMap<>();
    for (Kind kind : kinds) {
      byName.put(name(CompiledProblem.group(kind.machine(), 1, List.of())), kind);
    }
    for (int t = 0; t < useful.size(); t++) {
      kindOf.put(name(CompiledProblem.group(useful.get(t).machine(), 1, List.of())), t);
    }
    Map<String, Integer> classOf = new HashMap<>();
    for (int j = 0; j < problem.workloads().size(); j++) {
      classOf.put(problem.workloads().get(j).name(), j);
    }
    long[][] rates = sites.rates();
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
        at = useful.size();
        running.put(at, group);
        useful.add(
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
                  useful.add(kind);
                  return useful.size() - 1;
                });
      }
      if (holds(kind, runs)) {
        patterns.merge(pattern(at, runs), group.count(), Long::sum);
      }
    }
    return patterns;
  }

  private boolean holds(Kind kind, long[] running) {
    for (int d = 0; d < 3; d++) {
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

  private static Pattern pattern(int kind, long[] running) {
    int[] classes = new int[running.length];
    int used = 0;
    for (int j = 0; j < running.length; j++) {
      if (running[j] > 0) {
        classes[used++] = j;
      }
    }
    classes = Arrays.copyOf(classes, used);
    return new Pattern(
        kind, classes, Arrays.stream(classes).map(j -> Math.toIntExact(running[j])).toArray());
  }

  private static List<Object> name(InstanceGroup group) {
    return List.of(
        group.cloud(), group.region(), group.zone(), group.instanceType(), group.purchase());
  }

  private CompiledProblem finish(
      List<Kind> useful, long[] need, long[][] rates, Map<Pattern, Long> current) {
    int count = useful.size();
    boolean[] dimension = new boolean[3];
    for (long[] row : demand) {
      for (int d = 0; d < 3; d++) {
        dimension[d] |= row[d] > 0;
      }
    }
    long[][] copyCosts = sites.copyCosts();
    long lattice = startCost;
    for (Kind kind : useful) {
      lattice = Units.gcd(lattice, kind.cost());
    }
    for (long[] costs : copyCosts) {
      for (int j = 0; costs != null && j < costs.length; j++) {
        lattice = Units.gcd(lattice, costs[j]);
      }
    }
    double[][] lotCosts = sites.lotCosts();
    if (Arrays.stream(lotCosts).flatMapToDouble(Arrays::stream).anyMatch(cost -> cost != 0)) {
      lattice = 1;
    }
    PackingModel model =
        new PackingModel(
            Arrays.stream(demand).map(row -> project(row, dimension)).toArray(long[][]::new),
            need,
            rates,
            copyCosts,
            sites.lots(),
            sites.caps(),
            sites.domains(),
            lotCosts,
            useful.stream().mapToLong(Kind::cost).toArray(),
            useful.stream().map(kind -> project(kind.capacity(), dimension)).toArray(long[][]::new),
            useful.stream().mapToInt(Kind::site).toArray(),
            useful.stream().mapToLong(Kind::available).toArray(),
            useful.stream()
                .map(kind -> kind.kept().length == 0 ? null : kind.kept())
                .toArray(long[][]::new),
            startCost,
            problem.quotas().stream().mapToLong(q -> Units.millionths(q.limit())).toArray(),
            useful.stream().map(Kind::quotas).toArray(int[][]::new),
            useful.stream().map(Kind::uses).toArray(long[][]::new));
    List<Candidate> machines = new ArrayList<>(count);
    useful.forEach(kind -> machines.add(kind.machine()));
    return new CompiledProblem(problem, model, machines, Math.max(1, lattice), current, running);
  }

  private static long[] project(long[] row, boolean[] dimension) {
    long[] kept = new long[3];
    int length = 0;
    for (int d = 0; d < 3; d++) {
      if (dimension[d]) {
        kept[length++] = row[d];
      }
    }
    return Arrays.copyOf(kept, length);
  }
}
