package io.lepton.schedule;

import io.lepton.allocation.Purchase;
import io.lepton.catalog.EgressTariff;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A problem as arrays. A site is a region that some offer stands in; an option of a task is an
 * offer bought in one way. Options of a task that another one at the same site beats in cost and
 * time are left out. Costs are millionths of a US dollar, times milliseconds. Immutable.
 */
final class Model {
  /** Stands for the cost of what must not be; a hundred thousand still fit in a long. */
  static final long FORBIDDEN = 1L << 46;

  /** Index of the tariff inside a site, which no two sites share. */
  private static final int AT_HOME = 0;

  private static final double MILLIS_PER_HOUR = 3_600_000;

  final int tasks;
  final int sites;
  final int[][] site;
  final long[][] cost;
  final long[][] time;
  final int[][] reference;
  final int[] edgeFrom;
  final int[] edgeTo;
  final int[][] outEdges;
  final int[][] inEdges;
  final int[] order;
  final long[] edgeTime;
  private final long[][] edgeCostByTariff;
  private final short[][] tariffOf;
  private final short[][] tariffInto;

  /** Which options of a task are worth keeping. */
  enum Keep {
    /** The cheapest of every site: enough for least cost without a limit on time. */
    CHEAPEST,
    /** All that none at the same site beats in cost and time. */
    UNDOMINATED
  }

  Model(ScheduleProblem problem, Keep keep) {
    List<Offer> offers = problem.offers();
    tasks = problem.tasks().size();
    Map<List<String>, Integer> siteIndexes = new HashMap<>();
    int[] siteOfOffer = new int[offers.size()];
    for (int i = 0; i < siteOfOffer.length; i++) {
      Offer offer = offers.get(i);
      siteOfOffer[i] =
          siteIndexes.computeIfAbsent(
              List.of(offer.cloud(), offer.region()), key -> siteIndexes.size());
    }
    sites = siteIndexes.size();
    List<List<String>> places = new ArrayList<>(siteIndexes.keySet());
    places.sort(java.util.Comparator.comparing(siteIndexes::get));
    site = new int[tasks][];
    cost = new long[tasks][];
    time = new long[tasks][];
    reference = new int[tasks][];
    OptionBuilder options = new OptionBuilder(problem, keep, offers, siteOfOffer, sites);
    for (int task = 0; task < tasks; task++) {
      options.build(problem.tasks().get(task), places);
      site[task] = options.sites();
      cost[task] = options.costs();
      time[task] = options.times();
      reference[task] = options.references();
    }
    Map<String, Integer> indexes = new HashMap<>();
    problem.tasks().forEach(task -> indexes.put(task.name(), indexes.size()));
    int edges = problem.dependencies().size();
    edgeFrom = new int[edges];
    edgeTo = new int[edges];
    edgeTime = new long[edges];
    edgeCostByTariff = new long[edges][];
    List<Optional<EgressTariff>> tariffs = new ArrayList<>();
    tariffOf = tariffs(problem, places, tariffs);
    tariffInto = new short[sites][sites];
    for (int r = 0; r < sites; r++) {
      for (int s = 0; s < sites; s++) {
        tariffInto[s][r] = tariffOf[r][s];
      }
    }
    for (int e = 0; e < edges; e++) {
      Dependency dependency = problem.dependencies().get(e);
      edgeFrom[e] = indexes.getOrDefault(dependency.from(), -1);
      edgeTo[e] = indexes.getOrDefault(dependency.to(), -1);
      edgeTime[e] = transferMillis(dependency.gib(), problem.gibPerHour());
      long[] costs = new long[tariffs.size()];
      for (int t = 0; t < costs.length; t++) {
        costs[t] = flowCost(tariffs.get(t), dependency.gib());
      }
      edgeCostByTariff[e] = costs;
    }
    outEdges = TaskOrder.incident(tasks, edgeFrom);
    inEdges = TaskOrder.incident(tasks, edgeTo);
    order = TaskOrder.topological(tasks, edgeFrom, edgeTo);
  }

  private Model(Model from, int @Nullable [][] keep, long[][] flowCosts) {
    tasks = from.tasks;
    sites = from.sites;
    site = new int[tasks][];
    cost = new long[tasks][];
    time = new long[tasks][];
    reference = new int[tasks][];
    for (int task = 0; task < tasks; task++) {
      int i = task;
      if (keep == null) {
        site[i] = from.site[i];
        cost[i] = from.cost[i].clone();
        time[i] = from.time[i];
        reference[i] = from.reference[i];
        continue;
      }
      site[i] = Arrays.stream(keep[i]).map(option -> from.site[i][option]).toArray();
      cost[i] = Arrays.stream(keep[i]).mapToLong(option -> from.cost[i][option]).toArray();
      time[i] = Arrays.stream(keep[i]).mapToLong(option -> from.time[i][option]).toArray();
      reference[i] = Arrays.stream(keep[i]).map(option -> from.reference[i][option]).toArray();
    }
    edgeFrom = from.edgeFrom;
    edgeTo = from.edgeTo;
    outEdges = from.outEdges;
    inEdges = from.inEdges;
    order = from.order;
    edgeTime = from.edgeTime;
    edgeCostByTariff = flowCosts;
    tariffOf = from.tariffOf;
    tariffInto = from.tariffInto;
  }

  /**
   * The same with time turned into cost: each task's and each edge's time at its own price, in
   * millionths of a dollar a millisecond, rounded down.
   */
  Model priced(double[] taskPrice, double[] edgePrice) {
    Model priced = new Model(this, null, edgeCostByTariff.clone());
    for (int i = 0; i < tasks; i++) {
      for (int a = 0; a < cost[i].length; a++) {
        priced.cost[i][a] = cost[i][a] + (long) Math.floor(taskPrice[i] * time[i][a]);
      }
    }
    for (int e = 0; e < edgeTime.length; e++) {
      long wait = (long) Math.floor(edgePrice[e] * edgeTime[e]);
      if (wait > 0) {
        long[] costs = edgeCostByTariff[e].clone();
        for (int t = 0; t < costs.length; t++) {
          costs[t] += t == AT_HOME ? 0 : wait;
        }
        priced.edgeCostByTariff[e] = costs;
      }
    }
    return priced;
  }

  /** The same with only the quickest option of every site, the cheapest of equally quick ones. */
  Model quickestPerSite() {
    int[][] keep = new int[tasks][];
    for (int i = 0; i < tasks; i++) {
      int[] best = new int[sites];
      Arrays.fill(best, -1);
      for (int a = 0; a < site[i].length; a++) {
        int b = best[site[i][a]];
        if (b < 0
            || time[i][a] < time[i][b]
            || (time[i][a] == time[i][b] && cost[i][a] < cost[i][b])) {
          best[site[i][a]] = a;
        }
      }
      keep[i] = Arrays.stream(best).filter(a -> a >= 0).toArray();
    }
    return new Model(this, keep, edgeCostByTariff);
  }

  /** The same with only some options of each task. */
  Model restrictedTo(int[][] keep) {
    return new Model(this, keep, edgeCostByTariff);
  }

  int edges() {
    return edgeFrom.length;
  }

  long flowCost(int edge, int fromSite, int toSite) {
    return edgeCostByTariff[edge][tariffOf[fromSite][toSite]];
  }

  long flowTime(int edge, int fromSite, int toSite) {
    return fromSite == toSite ? 0 : edgeTime[edge];
  }

  /** Costs of an edge by tariff, for inner loops; see {@link #tariffRow}. */
  long[] tariffCosts(int edge) {
    return edgeCostByTariff[edge];
  }

  /** The tariff from a site to each other. */
  short[] tariffRow(int fromSite) {
    return tariffOf[fromSite];
  }

  /** The tariff to a site from each other. */
  short[] tariffColumn(int toSite) {
    return tariffInto[toSite];
  }

  /** Total cost of a choice of options. */
  long cost(int[] choice) {
    long total = 0;
    for (int i = 0; i < tasks; i++) {
      total += cost[i][choice[i]];
    }
    for (int e = 0; e < edgeFrom.length; e++) {
      total += flowCost(e, siteOf(choice, edgeFrom[e]), siteOf(choice, edgeTo[e]));
    }
    return total;
  }

  /** When each task ends. */
  long[] ends(int[] choice) {
    long[] ends = new long[tasks];
    for (int i : order) {
      long start = 0;
      for (int e : inEdges[i]) {
        int from = edgeFrom[e];
        start = Math.max(start, ends[from] + flowTime(e, siteOf(choice, from), siteOf(choice, i)));
      }
      ends[i] = start + time[i][choice[i]];
    }
    return ends;
  }

  /** When the last task ends. */
  long makespan(int[] choice) {
    return Arrays.stream(ends(choice)).max().orElse(0);
  }

  private int siteOf(int[] choice, int task) {
    return site[task][choice[task]];
  }

  static long transferMillis(double gib, double gibPerHour) {
    return (long) Math.ceil(gib / gibPerHour * MILLIS_PER_HOUR);
  }

  static long flowCost(Optional<EgressTariff> tariff, double gib) {
    return gib == 0
        ? 0
        : tariff.map(known -> known.costMicros(EgressTariff.bytes(gib))).orElse(FORBIDDEN);
  }

  private static short[][] tariffs(
      ScheduleProblem problem, List<List<String>> places, List<Optional<EgressTariff>> tariffs) {
    Map<Optional<EgressTariff>, Short> indexes = new HashMap<>();
    tariffs.add(Optional.of(EgressTariff.FREE));
    short[][] table = new short[places.size()][places.size()];
    for (int r = 0; r < table.length; r++) {
      for (int s = 0; s < table.length; s++) {
        if (r == s) {
          continue;
        }
        Optional<EgressTariff> tariff =
            problem
                .egress()
                .tariff(
                    places.get(r).get(0),
                    places.get(r).get(1),
                    places.get(s).get(0),
                    places.get(s).get(1));
        Short index = indexes.get(tariff);
        if (index == null) {
          index = (short) tariffs.size();
          indexes.put(tariff, index);
          tariffs.add(tariff);
        }
        table[r][s] = index;
      }
    }
    return table;
  }

  /** Makes the options of one task after the other. */
  private static final class OptionBuilder {
    private final ScheduleProblem problem;
    private final Keep keep;
    private final int[] cheapest;
    private final List<Offer> offers;
    private final int[] siteOfOffer;
    private final long[] siteCost;
    private final long[] siteTime;
    private int[] site = new int[16];
    private long[] cost = new long[16];
    private long[] time = new long[16];
    private int[] reference = new int[16];
    private int size;

    OptionBuilder(
        ScheduleProblem problem, Keep keep, List<Offer> offers, int[] siteOfOffer, int sites) {
      this.problem = problem;
      this.keep = keep;
      cheapest = new int[sites];
      this.offers = offers;
      this.siteOfOffer = siteOfOffer;
      siteCost = new long[sites];
      siteTime = new long[sites];
    }

    void build(Task task, List<List<String>> places) {
      size = 0;
      Arrays.fill(cheapest, -1);
      dataAtFixedPlaces(task, places);
      for (int i = 0; i < siteOfOffer.length; i++) {
        Offer offer = offers.get(i);
        OptionalDouble hours = task.runTime().hours(offer);
        if (hours.isPresent() && siteCost[siteOfOffer[i]] < FORBIDDEN) {
          add(task, i, Purchase.ON_DEMAND, offer.onDemandMicrosPerHour(), hours.getAsDouble());
          add(task, i, Purchase.SPOT, offer.spotMicrosPerHour(), hours.getAsDouble());
        }
      }
    }

    private void dataAtFixedPlaces(Task task, List<List<String>> places) {
      Arrays.fill(siteCost, 0);
      Arrays.fill(siteTime, 0);
      if (task.inputs().isEmpty() && task.outputs().isEmpty()) {
        return;
      }
      for (int s = 0; s < siteCost.length; s++) {
        String cloud = places.get(s).get(0);
        String region = places.get(s).get(1);
        long reading = 0;
        long writing = 0;
        for (DataPlace input : task.inputs()) {
          siteCost[s] +=
              flowCost(
                  problem.egress().tariff(input.cloud(), input.region(), cloud, region),
                  input.gib());
          reading = Math.max(reading, millis(input, cloud, region));
        }
        for (DataPlace output : task.outputs()) {
          siteCost[s] +=
              flowCost(
                  problem.egress().tariff(cloud, region, output.cloud(), output.region()),
                  output.gib());
          writing = Math.max(writing, millis(output, cloud, region));
        }
        siteTime[s] = reading + writing;
      }
    }

    private long millis(DataPlace place, String cloud, String region) {
      return place.cloud().equals(cloud) && place.region().equals(region)
          ? 0
          : transferMillis(place.gib(), problem.gibPerHour());
    }

    private void add(Task task, int offer, Purchase purchase, OptionalLong price, double hours) {
      if (price.isEmpty() || !task.fits(offers.get(offer), purchase)) {
        return;
      }
      int where = siteOfOffer[offer];
      long micros = Math.round(price.getAsLong() * hours) + siteCost[where];
      long millis = (long) Math.ceil(hours * MILLIS_PER_HOUR) + siteTime[where];
      int row =
          switch (keep) {
            case CHEAPEST -> cheapest(where, micros, millis);
            case UNDOMINATED -> dominated(where, micros, millis) ? -1 : size;
          };
      if (row < 0) {
        return;
      }
      if (row == size) {
        grow();
      }
      site[row] = where;
      cost[row] = micros;
      time[row] = millis;
      reference[row] = offer * 2 + (purchase == Purchase.SPOT ? 1 : 0);
    }

    /** Where the site's cheapest option goes; negative when the new one is not cheaper. */
    private int cheapest(int where, long micros, long millis) {
      int row = cheapest[where];
      if (row >= 0 && (cost[row] < micros || (cost[row] == micros && time[row] <= millis))) {
        return -1;
      }
      cheapest[where] = row < 0 ? size : row;
      return cheapest[where];
    }

    /** Whether an option beats the new one; if none does, those that it beats are dropped. */
    private boolean dominated(int where, long micros, long millis) {
      for (int a = 0; a < size; a++) {
        if (site[a] == where && cost[a] <= micros && time[a] <= millis) {
          return true;
        }
      }
      int kept = 0;
      for (int a = 0; a < size; a++) {
        if (site[a] != where || cost[a] < micros || time[a] < millis) {
          site[kept] = site[a];
          cost[kept] = cost[a];
          time[kept] = time[a];
          reference[kept++] = reference[a];
        }
      }
      size = kept;
      return false;
    }

    private void grow() {
      if (size == site.length) {
        site = Arrays.copyOf(site, size * 2);
        cost = Arrays.copyOf(cost, size * 2);
        time = Arrays.copyOf(time, size * 2);
        reference = Arrays.copyOf(reference, size * 2);
      }
      size++;
    }

    int[] sites() {
      return Arrays.copyOf(site, size);
    }

    long[] costs() {
      return Arrays.copyOf(cost, size);
    }

    long[] times() {
      return Arrays.copyOf(time, size);
    }

    int[] references() {
      return Arrays.copyOf(reference, size);
    }
  }
}
