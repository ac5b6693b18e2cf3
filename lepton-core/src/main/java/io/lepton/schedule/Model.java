package io.lepton.schedule;

import io.lepton.catalog.EgressTariff;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A problem as arrays. A site is a region that some offer stands in; an option of a task is an
 * offer bought in one way. Options of a task that another one at the same site beats in cost and
 * time are left out. Costs are millionths of a US dollar, times milliseconds. Immutable.
 */
final class Model {
  /** Stands for the cost of what must not be; a hundred thousand still fit in a long. */
  static final long FORBIDDEN = 1L << 46;

  private static final double MILLIS_PER_HOUR = 3_600_000;

  /** Far more than what hours lose by rounding. */
  private static final double ROUNDING = 1e-14;

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
  private final Flows flows;

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
    OptionBuilder options = new OptionBuilder(problem, keep, siteOfOffer, places);
    for (int task = 0; task < tasks; task++) {
      options.build(problem.tasks().get(task));
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
    flows = Flows.between(problem, places);
    List<Optional<EgressTariff>> tariffs = flows.tariffs();
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
    flows = from.flows;
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
          costs[t] += t == Flows.AT_HOME ? 0 : wait;
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
    return edgeCostByTariff[edge][flows.tariff(fromSite, toSite)];
  }

  long flowTime(int edge, int fromSite, int toSite) {
    return fromSite == toSite ? 0 : edgeTime[edge];
  }

  /** Costs of an edge by tariff. */
  long[] tariffCosts(int edge) {
    return edgeCostByTariff[edge];
  }

  /** Which sites pay which tariffs to which. */
  Flows flows() {
    return flows;
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
    return millis(gib / gibPerHour);
  }

  /** Hours in milliseconds, rounded up: 0.017 hours are 61,200 and not one more. */
  static long millis(double hours) {
    return (long) Math.ceil(hours * MILLIS_PER_HOUR * (1 - ROUNDING));
  }

  /** The same rounded down, as a limit is. */
  static long millisWithin(double hours) {
    return (long) (hours * MILLIS_PER_HOUR * (1 + ROUNDING));
  }

  static long flowCost(Optional<EgressTariff> tariff, double gib) {
    return gib == 0
        ? 0
        : tariff.map(known -> known.costMicros(EgressTariff.bytes(gib))).orElse(FORBIDDEN);
  }
}
