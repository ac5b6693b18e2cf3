package io.lepton.schedule;

import io.lepton.allocation.Purchase;
import io.lepton.catalog.EgressTable;
import io.lepton.catalog.EgressTariff;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Random tiny problems, and every schedule of them; shares nothing with the search. */
final class Oracle {
  private static final double OPEN = Double.POSITIVE_INFINITY;

  private Oracle() {}

  static ScheduleProblem problem(Random random, int maxTasks) {
    List<Offer> offers = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int region = random.nextInt(3);
      offers.add(
          new Offer(
              region == 2 ? "b" : "a",
              "r" + region,
              "",
              "t" + i,
              1 + random.nextInt(4),
              8,
              "",
              0,
              OptionalLong.of(1 + random.nextInt(2_000_000)),
              random.nextInt(4) == 0
                  ? OptionalLong.of(1 + random.nextInt(1_000_000))
                  : OptionalLong.empty()));
    }
    int tasks = 1 + random.nextInt(maxTasks);
    List<Task> list = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      Map<String, Double> hours = new LinkedHashMap<>();
      hours.put("*", random.nextInt(400) / 100.0);
      for (int t = 0; t < count; t++) {
        if (random.nextBoolean()) {
          hours.put("t" + t, random.nextInt(400) / 100.0);
        }
      }
      Task task = Task.of("task" + i, new RunTime.ByType(hours));
      if (random.nextInt(4) == 0) {
        task =
            new Task(
                task.name(),
                task.runTime(),
                task.demand(),
                task.accelerator(),
                task.allow(),
                List.of(new DataPlace("a", "r0", random.nextInt(20))),
                List.of(new DataPlace("b", "r2", random.nextInt(5))));
      }
      list.add(task);
    }
    List<Dependency> edges = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      for (int j = i + 1; j < tasks; j++) {
        if (random.nextInt(100) < 45) {
          edges.add(new Dependency("task" + i, "task" + j, random.nextInt(30)));
        }
      }
    }
    List<EgressTier> tiers = new ArrayList<>();
    tiers.add(new EgressTier("a", "any", "internet", 0, 10, 90_000));
    tiers.add(new EgressTier("a", "any", "internet", 10, OPEN, 50_000));
    tiers.add(new EgressTier("a", "any", "other-region", 0, OPEN, random.nextInt(30_000)));
    tiers.add(new EgressTier("b", "any", "internet", 0, OPEN, 120_000));
    ScheduleProblem problem =
        ScheduleProblem.of(offers, EgressTable.of(tiers), list, edges, Goal.COST);
    return new ScheduleProblem(
        offers,
        problem.egress(),
        list,
        edges,
        Goal.COST,
        problem.makespanLimit(),
        problem.costLimitMicros(),
        random.nextBoolean() ? OPEN : 5 + random.nextInt(40),
        problem.timeLimit());
  }

  /** Cost of the cheapest schedule for every makespan that a schedule has. */
  static NavigableMap<Long, Long> cheapestByMakespan(ScheduleProblem problem) {
    NavigableMap<Long, Long> cheapest = new TreeMap<>();
    enumerate(problem, (makespan, cost) -> cheapest.merge(makespan, cost, Math::min));
    return cheapest;
  }

  private static void enumerate(ScheduleProblem problem, BiConsumer<Long, Long> sink) {
    choose(problem, new ArrayList<>(), sink);
  }

  private record Choice(Offer offer, Purchase purchase) {}

  private static void choose(
      ScheduleProblem problem, List<Choice> chosen, BiConsumer<Long, Long> sink) {
    if (chosen.size() == problem.tasks().size()) {
      evaluate(problem, chosen, sink);
      return;
    }
    for (Offer offer : problem.offers()) {
      for (Purchase purchase : Purchase.values()) {
        if (price(offer, purchase).isPresent()) {
          chosen.add(new Choice(offer, purchase));
          choose(problem, chosen, sink);
          chosen.remove(chosen.size() - 1);
        }
      }
    }
  }

  private static OptionalLong price(Offer offer, Purchase purchase) {
    return purchase == Purchase.SPOT ? offer.spotMicrosPerHour() : offer.onDemandMicrosPerHour();
  }

  private static void evaluate(
      ScheduleProblem problem, List<Choice> chosen, BiConsumer<Long, Long> sink) {
    long cost = 0;
    long makespan = 0;
    Map<String, Integer> indexes = new HashMap<>();
    long[] ends = new long[chosen.size()];
    for (int i = 0; i < chosen.size(); i++) {
      Task task = problem.tasks().get(i);
      indexes.put(task.name(), i);
      Offer offer = chosen.get(i).offer();
      double hours = task.runTime().hours(offer).orElseThrow();
      cost += Math.round(price(offer, chosen.get(i).purchase()).orElseThrow() * hours);
      long start = 0;
      for (Dependency edge : problem.dependencies()) {
        if (edge.to().equals(task.name())) {
          int from = indexes.getOrDefault(edge.from(), -1);
          Offer source = chosen.get(from).offer();
          cost += flow(problem, source.cloud(), source.region(), offer, edge.gib());
          start =
              Math.max(
                  start,
                  ends[from] + wait(problem, source.cloud(), source.region(), offer, edge.gib()));
        }
      }
      long reading = 0;
      for (DataPlace input : task.inputs()) {
        cost += flow(problem, input.cloud(), input.region(), offer, input.gib());
        reading =
            Math.max(reading, wait(problem, input.cloud(), input.region(), offer, input.gib()));
      }
      long writing = 0;
      for (DataPlace output : task.outputs()) {
        EgressTariff tariff =
            problem
                .egress()
                .tariff(offer.cloud(), offer.region(), output.cloud(), output.region())
                .orElseThrow();
        cost += tariff.costMicros(EgressTariff.bytes(output.gib()));
        writing =
            Math.max(writing, wait(problem, output.cloud(), output.region(), offer, output.gib()));
      }
      ends[i] = start + reading + (long) Math.ceil(hours * 3_600_000 - 1e-6) + writing;
      makespan = Math.max(makespan, ends[i]);
    }
    sink.accept(makespan, cost);
  }

  private static long flow(
      ScheduleProblem problem, String cloud, String region, Offer to, double gib) {
    return problem
        .egress()
        .tariff(cloud, region, to.cloud(), to.region())
        .orElseThrow()
        .costMicros(EgressTariff.bytes(gib));
  }

  private static long wait(
      ScheduleProblem problem, String cloud, String region, Offer to, double gib) {
    return cloud.equals(to.cloud()) && region.equals(to.region())
        ? 0
        : (long) Math.ceil(gib / problem.gibPerHour() * 3_600_000 - 1e-6);
  }
}
