package io.lepton.allocation;

import io.lepton.allocation.pattern.PackingModel;
import io.lepton.allocation.pattern.Pattern;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Translates a problem into the engine's whole numbers and leaves out what cannot matter. */
final class ProblemCompiler {
  private static final int VCPUS = 0;
  private static final int MEMORY = 1;
  private static final int ACCELERATORS = 2;
  private static final long[] NONE = {};

  private final AllocationProblem problem;
  private final Sites sites;
  private final long[][] demand;
  private final long startCost;
  private final Map<Where, Places> places = new HashMap<>();
  private final Map<List<Object>, KindFront> fronts = new LinkedHashMap<>();
  private final Map<Integer, long[]> mostOfUse = new HashMap<>();

  /** The size of the machine that is looked at. */
  private final long[] size = new long[3];

  private final Map<Integer, InstanceGroup> running = new HashMap<>();

  /** Asked for every offer, so what a record would have of its own is written out. */
  private record Where(String cloud, String region, String zone, String accelerator) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Where where
          && zone.equals(where.zone)
          && region.equals(where.region)
          && accelerator.equals(where.accelerator)
          && cloud.equals(where.cloud);
    }

    @Override
    public int hashCode() {
      return ((zone.hashCode() * 31 + region.hashCode()) * 31 + accelerator.hashCode()) * 31
          + cloud.hashCode();
    }
  }

  /** What an offer's place and accelerator mean for one way of buying. */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  private record Place(int site, long[] most, int[] quotas, int[] quotasByType, KindFront front) {}

  private record Places(Place onDemand, Place spot) {
    Place of(Purchase purchase) {
      return switch (purchase) {
        case ON_DEMAND -> onDemand;
        case SPOT -> spot;
      };
    }
  }

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
      Places at = places(offer);
      add(offer, Purchase.ON_DEMAND, offer.onDemandMicrosPerHour(), at);
      add(offer, Purchase.SPOT, offer.spotMicrosPerHour(), at);
    }
    List<Kind> useful = useful();
    Map<Pattern, Long> current = addCurrent(useful, new HashMap<>());
    long[] need = Arrays.stream(sites.units).mapToLong(LoadUnits::need).toArray();
    return finish(useful, need, sites.rates(), current);
  }

  /** What the offer's place means, by way of buying. */
  private Places places(Offer offer) {
    Where key =
        new Where(
            offer.cloud(),
            offer.region(),
            offer.zone(),
            offer.acceleratorCount() > 0 ? offer.accelerator() : "");
    Places known = places.get(key);
    if (known == null) {
      known = new Places(place(offer, Purchase.ON_DEMAND), place(offer, Purchase.SPOT));
      places.put(key, known);
    }
    return known;
  }

  private Place place(Offer offer, Purchase purchase) {
    int site = sites.site(new Candidate(offer, purchase, 0));
    List<Integer> anyType = new ArrayList<>();
    List<Integer> byType = new ArrayList<>();
    for (int q = 0; q < problem.quotas().size(); q++) {
      Quota quota = problem.quotas().get(q);
      if (quota.covers(
          offer.cloud(), offer.region(), offer.zone(), quota.instanceType(), purchase)) {
        (quota.instanceType().isEmpty() ? anyType : byType).add(q);
      }
    }
    int[] quotas = anyType.stream().mapToInt(Integer::intValue).toArray();
    return new Place(
        site,
        site < 0 ? new long[3] : mostOfUse.computeIfAbsent(site, at -> mostOfUse(sites.rate(at))),
        quotas,
        byType.stream().mapToInt(Integer::intValue).toArray(),
        front(site, quotas));
  }

  private KindFront front(int site, int[] quotas) {
    return fronts.computeIfAbsent(
        List.of(site, Arrays.toString(quotas)), key -> new KindFront(site, quotas));
  }

  /** What all workloads together could take; capacity beyond it makes no machine any better. */
  private long[] mostOfUse(long[] rate) {
    double[] total = new double[3];
    for (int j = 0; j < rate.length; j++) {
      if (rate[j] > 0) {
        double copies = Math.ceil(sites.units[j].need() / (double) rate[j]);
        for (int d = 0; d < 3; d++) {
          total[d] += copies * demand[j][d];
        }
      }
    }
    long[] most = new long[3];
    for (int d = 0; d < 3; d++) {
      most[d] = (long) Math.min(total[d], 9e18);
    }
    return most;
  }

  private void add(Offer offer, Purchase purchase, OptionalLong price, Places places) {
    Place place = places.of(purchase);
    if (price.isEmpty() || place.site() < 0) {
      return;
    }
    int[] quotas = quotas(offer, place);
    KindFront front = quotas == place.quotas() ? place.front() : front(place.site(), quotas);
    long cost = cost(price.getAsLong());
    for (int d = 0; d < 3; d++) {
      size[d] = Math.min(Units.millionths(capacity(offer, d)), place.most()[d]);
    }
    long[] uses = uses(offer, quotas);
    if (!front.beats(cost, size, uses)) {
      Candidate machine = new Candidate(offer, purchase, price.getAsLong());
      front.add(
          new Kind(
              machine,
              place.site(),
              cost,
              size.clone(),
              Long.MAX_VALUE,
              new long[0],
              quotas,
              uses));
    }
  }

  private long cost(long price) {
    return Math.round(problem.objective().beta() * price);
  }

  private long[] uses(Offer offer, int[] quotas) {
    long[] uses = quotas.length == 0 ? NONE : new long[quotas.length];
    for (int i = 0; i < uses.length; i++) {
      uses[i] = Units.millionths(use(problem.quotas().get(quotas[i]).resource(), offer));
    }
    return uses;
  }

  /** A machine at its full size. */
  private Kind kind(Offer offer, Purchase purchase, long price, Place place) {
    int[] quotas = quotas(offer, place);
    return new Kind(
        new Candidate(offer, purchase, price),
        place.site(),
        cost(price),
        IntStream.range(0, 3).mapToLong(d -> Units.millionths(capacity(offer, d))).toArray(),
        Long.MAX_VALUE,
        new long[0],
        quotas,
        uses(offer, quotas));
  }

  /** The quotas that an offer uses; the place's own array where that is all of those. */
  private int[] quotas(Offer offer, Place place) {
    if (place.quotas().length == 0 && place.quotasByType().length == 0) {
      return place.quotas();
    }
    boolean all = true;
    for (int q : place.quotas()) {
      all &= Units.millionths(use(problem.quotas().get(q).resource(), offer)) > 0;
    }
    int[] more =
        Arrays.stream(place.quotasByType())
            .filter(q -> problem.quotas().get(q).instanceType().equals(offer.instanceType()))
            .toArray();
    return all && more.length == 0
        ? place.quotas()
        : IntStream.concat(Arrays.stream(place.quotas()), Arrays.stream(more))
            .filter(q -> Units.millionths(use(problem.quotas().get(q).resource(), offer)) > 0)
            .sorted()
            .toArray();
  }

  private static double use(QuotaResource resource, Offer offer) {
    return switch (resource) {
      case VCPUS -> offer.vcpus();
      case MEMORY_GIB -> offer.memoryGib();
      case ACCELERATORS -> offer.acceleratorCount();
      case INSTANCES -> 1;
    };
  }

  private static double capacity(Offer offer, int dimension) {
    return switch (dimension) {
      case VCPUS -> offer.vcpus();
      case MEMORY -> offer.memoryGib();
      default -> offer.acceleratorCount();
    };
  }

  /** The machines of all fronts, without those that one free of quotas beats. */
  private List<Kind> useful() {
    Map<Integer, KindFront> free = new HashMap<>();
    for (KindFront front : fronts.values()) {
      if (front.quotas.length == 0) {
        free.put(front.site, front);
      }
    }
    List<Kind> useful = new ArrayList<>();
    for (KindFront front : fronts.values()) {
      KindFront without = front.quotas.length == 0 ? null : free.get(front.site);
      for (Kind kind : front.sorted()) {
        if (without == null || !without.beats(kind)) {
          useful.add(kind);
        }
      }
    }
    return useful;
  }

  /** Kinds for machines that run now, where keeping what runs on them is worth something. */
  private Map<Pattern, Long> addCurrent(List<Kind> useful, Map<List<Object>, Integer> kindOf) {
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    if (problem.current().isEmpty()) {
      return patterns;
    }
    Map<List<Object>, Kind> byName = currentMachines();
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

  /** The machines that run now, at their full size. */
  private Map<List<Object>, Kind> currentMachines() {
    Set<String> types = new HashSet<>();
    problem.current().forEach(group -> types.add(group.instanceType()));
    Map<List<Object>, Kind> byName = new HashMap<>();
    for (Offer offer : problem.offers()) {
      if (!types.contains(offer.instanceType())) {
        continue;
      }
      for (Purchase purchase : Purchase.values()) {
        OptionalLong price =
            purchase == Purchase.SPOT ? offer.spotMicrosPerHour() : offer.onDemandMicrosPerHour();
        Place place = places(offer).of(purchase);
        if (price.isPresent() && place.site() >= 0) {
          Kind kind = kind(offer, purchase, price.getAsLong(), place);
          byName.put(name(CompiledProblem.group(kind.machine(), 1, List.of())), kind);
        }
      }
    }
    return byName;
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
