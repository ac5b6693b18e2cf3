package io.lepton.allocation;

import io.lepton.allocation.pattern.Divisors;
import io.lepton.allocation.pattern.PackingModel;
import io.lepton.allocation.pattern.Pattern;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
    RunningMachines running = new RunningMachines(problem, demand, sites.rates());
    Map<Pattern, Long> current = running.addTo(useful, startCost, this::kind);
    return new CompiledProblem(
        problem,
        model(useful),
        useful.stream().map(Kind::machine).toList(),
        lattice(useful),
        current,
        running.groups());
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

  /** A machine at its full size; empty where it is not to be had or is of no use. */
  private Optional<Kind> kind(Offer offer, Purchase purchase) {
    OptionalLong price =
        switch (purchase) {
          case ON_DEMAND -> offer.onDemandMicrosPerHour();
          case SPOT -> offer.spotMicrosPerHour();
        };
    Place place = places(offer).of(purchase);
    if (price.isEmpty() || place.site() < 0) {
      return Optional.empty();
    }
    int[] quotas = quotas(offer, place);
    return Optional.of(
        new Kind(
            new Candidate(offer, purchase, price.getAsLong()),
            place.site(),
            cost(price.getAsLong()),
            IntStream.range(0, 3).mapToLong(d -> Units.millionths(capacity(offer, d))).toArray(),
            Long.MAX_VALUE,
            new long[0],
            quotas,
            uses(offer, quotas)));
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

  /** What every placement's cost is a multiple of. */
  private long lattice(List<Kind> kinds) {
    if (Arrays.stream(sites.lotCosts()).flatMapToDouble(Arrays::stream).anyMatch(c -> c != 0)) {
      return 1;
    }
    long lattice = startCost;
    for (Kind kind : kinds) {
      lattice = Divisors.gcd(lattice, kind.cost());
    }
    for (long[] costs : sites.copyCosts()) {
      for (int j = 0; costs != null && j < costs.length; j++) {
        lattice = Divisors.gcd(lattice, costs[j]);
      }
    }
    return Math.max(1, lattice);
  }

  private PackingModel model(List<Kind> kinds) {
    boolean[] dimension = new boolean[3];
    for (long[] row : demand) {
      for (int d = 0; d < 3; d++) {
        dimension[d] |= row[d] > 0;
      }
    }
    return new PackingModel(
        Arrays.stream(demand).map(row -> project(row, dimension)).toArray(long[][]::new),
        Arrays.stream(sites.units).mapToLong(LoadUnits::need).toArray(),
        sites.rates(),
        sites.copyCosts(),
        sites.lots(),
        sites.caps(),
        sites.domains(),
        sites.lotCosts(),
        kinds.stream().mapToLong(Kind::cost).toArray(),
        kinds.stream().map(kind -> project(kind.capacity(), dimension)).toArray(long[][]::new),
        kinds.stream().mapToInt(Kind::site).toArray(),
        kinds.stream().mapToLong(Kind::available).toArray(),
        kinds.stream()
            .map(kind -> kind.kept().length == 0 ? null : kind.kept())
            .toArray(long[][]::new),
        startCost,
        problem.quotas().stream().mapToLong(q -> Units.millionths(q.limit())).toArray(),
        kinds.stream().map(Kind::quotas).toArray(int[][]::new),
        kinds.stream().map(Kind::uses).toArray(long[][]::new));
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
