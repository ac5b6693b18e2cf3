package io.lepton.benchmarks.peers;

import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.FailureDomain;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.Need;
import io.lepton.allocation.Purchase;
import io.lepton.allocation.Quota;
import io.lepton.allocation.Share;
import io.lepton.allocation.VectorPacking;
import io.lepton.allocation.Workload;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A placement or a vector packing in whole numbers, as the general solvers are given it: classes of
 * equal items, kinds of bins with a price, quotas over kinds, and at most {@code cap} items of a
 * class in one domain. Quantities of a dimension are divided by what all of them have in common.
 * Workloads with accelerators, loads, allow lists and transfers are none of the families that are
 * compared, and refused.
 *
 * @param names of the classes
 * @param demand by class and dimension
 * @param need items of each class
 * @param cap most items of each class in one domain; the need itself where nothing is spread
 * @param kinds bins for sale
 * @param quotaLimits limit of each quota
 * @param domains how many domains there are
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
record PlacingModel(
    List<String> names,
    long[][] demand,
    long[] need,
    long[] cap,
    List<Kind> kinds,
    long[] quotaLimits,
    int domains) {

  /**
   * A bin for sale.
   *
   * @param price of one
   * @param capacity by dimension
   * @param domain it stands in
   * @param quotaUse what one uses of each quota
   * @param machine the row of the answer it becomes, without count and places
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  record Kind(long price, long[] capacity, int domain, long[] quotaUse, InstanceGroup machine) {}

  int classes() {
    return need.length;
  }

  int dimensions() {
    return demand[0].length;
  }

  long items() {
    return Arrays.stream(need).sum();
  }

  boolean spread() {
    return !Arrays.equals(need, cap);
  }

  /** The published packing: one kind of bin at price 1; a class an item row. */
  static PlacingModel of(VectorPacking packing) {
    int rows = packing.items().size();
    long[][] demand = new long[rows][];
    long[] need = new long[rows];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      demand[i] = packing.items().get(i).sizes().stream().mapToLong(Long::longValue).toArray();
      need[i] = packing.items().get(i).demand();
      names.add(Integer.toString(i));
    }
    long[] capacity = packing.capacities().stream().mapToLong(Long::longValue).toArray();
    Kind bin =
        new Kind(
            1,
            capacity,
            0,
            new long[0],
            new InstanceGroup("", "", "", "bin", Purchase.ON_DEMAND, 1, List.of()));
    return new PlacingModel(names, demand, need, need, List.of(bin), new long[0], 1);
  }

  /** A placement of replicas with quotas and spread over clouds. */
  static PlacingModel of(AllocationProblem problem) {
    int classes = problem.workloads().size();
    long[][] demand = new long[classes][];
    long[] need = new long[classes];
    long[] cap = new long[classes];
    List<String> names = new ArrayList<>();
    for (int j = 0; j < classes; j++) {
      Workload workload = problem.workloads().get(j);
      if (!(workload.need() instanceof Need.Replicas replicas)
          || workload.accelerator().isPresent()
          || workload.spread().filter(s -> s.over() != FailureDomain.CLOUD).isPresent()) {
        throw new IllegalArgumentException("not part of the comparison: " + workload);
      }
      names.add(workload.name());
      demand[j] =
          new long[] {
            millionths(workload.demand().vcpus()), millionths(workload.demand().memoryGib())
          };
      need[j] = replicas.count();
      int parts = workload.spread().map(spread -> spread.atLeast()).orElse(1);
      cap[j] = (need[j] + parts - 1) / parts;
    }
    long[] unit = units(demand);
    divide(demand, unit);
    List<Kind> kinds = new ArrayList<>();
    Map<String, Integer> clouds = new LinkedHashMap<>();
    for (Offer offer : problem.offers()) {
      int cloud = clouds.computeIfAbsent(offer.cloud(), name -> clouds.size());
      add(kinds, problem, offer, Purchase.ON_DEMAND, offer.onDemandMicrosPerHour(), cloud, unit);
      add(kinds, problem, offer, Purchase.SPOT, offer.spotMicrosPerHour(), cloud, unit);
    }
    long[] limits = problem.quotas().stream().mapToLong(q -> millionths(q.limit())).toArray();
    return new PlacingModel(names, demand, need, cap, kinds, limits, clouds.size());
  }

  private static void add(
      List<Kind> kinds,
      AllocationProblem problem,
      Offer offer,
      Purchase purchase,
      OptionalLong price,
      int cloud,
      long[] unit) {
    if (price.isEmpty()) {
      return;
    }
    long[] use = new long[problem.quotas().size()];
    for (int q = 0; q < use.length; q++) {
      Quota quota = problem.quotas().get(q);
      if (quota.covers(
          offer.cloud(), offer.region(), offer.zone(), offer.instanceType(), purchase)) {
        use[q] =
            switch (quota.resource()) {
              case VCPUS -> millionths(offer.vcpus());
              case MEMORY_GIB -> millionths(offer.memoryGib());
              case ACCELERATORS -> millionths(offer.acceleratorCount());
              case INSTANCES -> 1_000_000;
            };
      }
    }
    kinds.add(
        new Kind(
            price.getAsLong(),
            new long[] {
              millionths(offer.vcpus()) / unit[0], millionths(offer.memoryGib()) / unit[1]
            },
            cloud,
            use,
            new InstanceGroup(
                offer.cloud(),
                offer.region(),
                offer.zone(),
                offer.instanceType(),
                purchase,
                1,
                List.of())));
  }

  /**
   * What Lepton does before it searches, given to a peer: bins that another one of the same domain
   * beats in price, size and quotas go, and equal classes are joined. Answers are handed back with
   * {@link #split}.
   */
  PlacingModel helped() {
    List<Kind> kept = new ArrayList<>();
    List<Kind> byPrice = new ArrayList<>(kinds);
    byPrice.sort(
        Comparator.comparingLong(Kind::price)
            .thenComparing(kind -> -Arrays.stream(kind.capacity).sum()));
    for (Kind kind : byPrice) {
      if (kept.stream().noneMatch(other -> beats(other, kind))) {
        kept.add(kind);
      }
    }
    Map<List<Long>, Integer> classOf = new LinkedHashMap<>();
    List<Integer> first = new ArrayList<>();
    long[] joined = new long[classes()];
    for (int j = 0; j < classes(); j++) {
      int at = classOf.computeIfAbsent(key(j), key -> classOf.size());
      if (at == first.size()) {
        first.add(j);
      }
      joined[at] += need[j];
    }
    long[] sums = Arrays.copyOf(joined, first.size());
    long[] caps = sums.clone();
    if (spread()) {
      // Joining would loosen the limits of the parts, so that spread classes stay apart.
      return new PlacingModel(names, demand, need, cap, kept, quotaLimits, domains);
    }
    return new PlacingModel(
        first.stream().map(names::get).toList(),
        first.stream().map(j -> demand[j]).toArray(long[][]::new),
        sums,
        caps,
        kept,
        quotaLimits,
        domains);
  }

  private List<Long> key(int j) {
    return Arrays.stream(demand[j]).boxed().toList();
  }

  private static boolean beats(Kind a, Kind b) {
    if (a.price > b.price || a.domain != b.domain) {
      return false;
    }
    for (int d = 0; d < a.capacity.length; d++) {
      if (a.capacity[d] < b.capacity[d]) {
        return false;
      }
    }
    for (int q = 0; q < a.quotaUse.length; q++) {
      if (a.quotaUse[q] > b.quotaUse[q]) {
        return false;
      }
    }
    return true;
  }

  /** An answer to the {@link #helped} model in the classes of this one. */
  List<Bin> split(PlacingModel helped, List<Bin> bins) {
    if (helped.classes() == classes()) {
      return bins;
    }
    Map<List<Long>, List<Integer>> members = new HashMap<>();
    for (int j = 0; j < classes(); j++) {
      members.computeIfAbsent(key(j), key -> new ArrayList<>()).add(j);
    }
    long[] left = need.clone();
    List<Bin> apart = new ArrayList<>();
    for (Bin bin : bins) {
      for (long n = 0; n < bin.count(); n++) {
        long[] items = new long[classes()];
        for (int g = 0; g < helped.classes(); g++) {
          long open = bin.items()[g];
          for (int j : members.getOrDefault(helped.key(g), List.of())) {
            long taken = Math.min(open, left[j]);
            items[j] += taken;
            left[j] -= taken;
            open -= taken;
          }
        }
        apart.add(new Bin(bin.kind(), items, 1));
      }
    }
    return apart;
  }

  /** Rows of an answer to the problem this model was made of. */
  List<InstanceGroup> groups(PlacingModel solved, List<Bin> bins) {
    Map<InstanceGroup, Long> merged = new LinkedHashMap<>();
    for (Bin bin : split(solved, bins)) {
      List<Share> shares = new ArrayList<>();
      for (int j = 0; j < bin.items().length; j++) {
        if (bin.items()[j] > 0) {
          shares.add(new Share(names.get(j), bin.items()[j]));
        }
      }
      if (!shares.isEmpty()) {
        InstanceGroup machine = solved.kinds.get(bin.kind()).machine();
        merged.merge(counted(machine, 1, shares), bin.count(), Long::sum);
      }
    }
    List<InstanceGroup> groups = new ArrayList<>();
    merged.forEach((group, count) -> groups.add(counted(group, count, group.places())));
    return groups;
  }

  private static InstanceGroup counted(InstanceGroup machine, long count, List<Share> places) {
    return new InstanceGroup(
        machine.cloud(),
        machine.region(),
        machine.zone(),
        machine.instanceType(),
        machine.purchase(),
        count,
        places);
  }

  private static long millionths(double value) {
    return Math.round(value * 1e6);
  }

  private static long[] units(long[][] demand) {
    long[] unit = new long[demand[0].length];
    for (long[] row : demand) {
      for (int d = 0; d < unit.length; d++) {
        unit[d] = gcd(unit[d], row[d]);
      }
    }
    return Arrays.stream(unit).map(u -> Math.max(1, u)).toArray();
  }

  private static void divide(long[][] demand, long[] unit) {
    for (long[] row : demand) {
      for (int d = 0; d < unit.length; d++) {
        row[d] /= unit[d];
      }
    }
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * Equal bins of an answer.
   *
   * @param kind index of the bin
   * @param items how many of each class are in one of them
   * @param count how many such bins
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  record Bin(int kind, long[] items, long count) {}
}
