package io.lepton.benchmarks.peers;

import io.lepton.allocation.Purchase;
import io.lepton.catalog.EgressTariff;
import io.lepton.schedule.Placement;
import io.lepton.schedule.Schedule;
import io.lepton.schedule.ScheduleProblem;
import io.lepton.schedule.Task;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A task graph in whole numbers, as general solvers are given it: each task chooses an option, a
 * machine bought in one way, and data pays for the way between the options' sites. Tasks' data at
 * fixed places and limits are not compared.
 *
 * @param cost of each option by task
 * @param site of each option by task
 * @param from first task of each edge
 * @param to second task of each edge
 * @param flow cost of each edge by tariff
 * @param tariff index of the tariff between sites
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
record GraphModel(
    long[][] cost, int[][] site, int[] from, int[] to, long[][] flow, int[][] tariff) {

  int sites() {
    return tariff.length;
  }

  long flow(int edge, int fromSite, int toSite) {
    return flow[edge][tariff[fromSite][toSite]];
  }

  long cost(int[] choice) {
    long total = 0;
    for (int i = 0; i < choice.length; i++) {
      total += cost[i][choice[i]];
    }
    for (int e = 0; e < from.length; e++) {
      total += flow(e, site[from[e]][choice[from[e]]], site[to[e]][choice[to[e]]]);
    }
    return total;
  }

  /** With every option, or with our help: only the cheapest of each site. */
  static GraphModel of(ScheduleProblem problem, boolean helped) {
    Map<List<String>, Integer> indexes = new HashMap<>();
    List<List<String>> places = new ArrayList<>();
    int[] siteOf = new int[problem.offers().size()];
    for (int i = 0; i < siteOf.length; i++) {
      Offer offer = problem.offers().get(i);
      List<String> place = List.of(offer.cloud(), offer.region());
      siteOf[i] =
          indexes.computeIfAbsent(
              place,
              key -> {
                places.add(key);
                return places.size() - 1;
              });
    }
    int tasks = problem.tasks().size();
    long[][] cost = new long[tasks][];
    int[][] site = new int[tasks][];
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < tasks; i++) {
      Task task = problem.tasks().get(i);
      names.put(task.name(), i);
      options(problem, task, siteOf, places.size(), helped, i, cost, site);
    }
    List<Optional<EgressTariff>> tariffs = new ArrayList<>();
    int[][] tariff = new int[places.size()][places.size()];
    for (int r = 0; r < tariff.length; r++) {
      for (int s = 0; s < tariff.length; s++) {
        Optional<EgressTariff> known =
            problem
                .egress()
                .tariff(
                    places.get(r).get(0),
                    places.get(r).get(1),
                    places.get(s).get(0),
                    places.get(s).get(1));
        tariff[r][s] = tariffs.indexOf(known);
        if (tariff[r][s] < 0) {
          tariff[r][s] = tariffs.size();
          tariffs.add(known);
        }
      }
    }
    int edges = problem.dependencies().size();
    int[] from = new int[edges];
    int[] to = new int[edges];
    long[][] flow = new long[edges][tariffs.size()];
    for (int e = 0; e < edges; e++) {
      double gib = problem.dependencies().get(e).gib();
      from[e] = names.getOrDefault(problem.dependencies().get(e).from(), -1);
      to[e] = names.getOrDefault(problem.dependencies().get(e).to(), -1);
      for (int t = 0; t < tariffs.size(); t++) {
        flow[e][t] =
            tariffs.get(t).map(known -> known.costMicros(EgressTariff.bytes(gib))).orElse(1L << 40);
      }
    }
    return new GraphModel(cost, site, from, to, flow, tariff);
  }

  private static void options(
      ScheduleProblem problem,
      Task task,
      int[] siteOf,
      int sites,
      boolean helped,
      int i,
      long[][] cost,
      int[][] site) {
    long[] costs = new long[2 * siteOf.length];
    int[] at = new int[costs.length];
    int[] best = new int[sites];
    Arrays.fill(best, -1);
    int size = 0;
    for (int o = 0; o < siteOf.length; o++) {
      Offer offer = problem.offers().get(o);
      OptionalDouble hours = task.runTime().hours(offer);
      for (OptionalLong price : List.of(offer.onDemandMicrosPerHour(), offer.spotMicrosPerHour())) {
        if (hours.isPresent() && price.isPresent()) {
          long micros = Math.round(price.getAsLong() * hours.getAsDouble());
          int known = helped ? best[siteOf[o]] : -1;
          int row = known < 0 ? size++ : known;
          if (known < 0 || micros < costs[known]) {
            costs[row] = micros;
            at[row] = siteOf[o];
            best[siteOf[o]] = row;
          }
        }
      }
    }
    cost[i] = Arrays.copyOf(costs, size);
    site[i] = Arrays.copyOf(at, size);
  }

  /** The cost of Lepton's schedule, summed up again from its placements alone. */
  static long costOf(ScheduleProblem problem, Schedule schedule) {
    Map<List<String>, Offer> offers = new HashMap<>();
    for (Offer offer : problem.offers()) {
      offers.put(List.of(offer.cloud(), offer.region(), offer.zone(), offer.instanceType()), offer);
    }
    Map<String, Placement> placed = new HashMap<>();
    long total = 0;
    for (int i = 0; i < schedule.placements().size(); i++) {
      Placement at = schedule.placements().get(i);
      placed.put(at.task(), at);
      Offer offer =
          Optional.ofNullable(
                  offers.get(List.of(at.cloud(), at.region(), at.zone(), at.instanceType())))
              .orElseThrow();
      OptionalLong price =
          at.purchase() == Purchase.ON_DEMAND
              ? offer.onDemandMicrosPerHour()
              : offer.spotMicrosPerHour();
      total +=
          Math.round(
              price.orElseThrow() * problem.tasks().get(i).runTime().hours(offer).orElseThrow());
    }
    for (var dependency : problem.dependencies()) {
      Placement from = Optional.ofNullable(placed.get(dependency.from())).orElseThrow();
      Placement to = Optional.ofNullable(placed.get(dependency.to())).orElseThrow();
      total +=
          problem
              .egress()
              .tariff(from.cloud(), from.region(), to.cloud(), to.region())
              .orElseThrow()
              .costMicros(EgressTariff.bytes(dependency.gib()));
    }
    return total;
  }
}
