package io.lepton.benchmarks.peers;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.Objective;
import io.lepton.allocation.Share;
import io.lepton.benchmarks.allocation.CatalogMix;
import io.lepton.benchmarks.allocation.ReplacingRun;
import io.lepton.benchmarks.peers.Cases.PlacementCase;
import io.lepton.benchmarks.peers.PlacingModel.Bin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Family D beside peers: {@code Replacing DATA DEADLINE_MILLIS ROUNDS}. 10,000 replicas of 20
 * classes on 2,000 offers run; the replica counts change by 1, 10 and 50 percent; everybody places
 * again. Peers get our pruning and what runs now: as columns and hint, or as the start.
 */
public final class Replacing {
  private Replacing() {}

  /** A way to place again; what runs now is the problem's current placement. */
  private record Way(String name, Function<AllocationProblem, Optional<Allocation>> place) {}

  /** What one way did with one kind of change. */
  private static final class Tally {
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> aboveBest = new ArrayList<>();
    private final List<Double> started = new ArrayList<>();
    private final List<Double> moved = new ArrayList<>();
    private int answered;
  }

  /** Prints the table. */
  public static void main(String[] args) {
    Path catalog = Path.of(args[0], "catalog");
    long deadline = Long.parseLong(args[1]);
    int rounds = Integer.parseInt(args[2]);
    AllocationProblem problem =
        CatalogMix.problem(CatalogMix.catalog(catalog), 20, 10_000, 2_000, 1, 5);
    List<InstanceGroup> running =
        AllocationSolver.within(Duration.ofSeconds(5)).solve(problem).instances();
    List<Way> ways = ways(deadline);
    System.out.println(
        "| change | contender | answered | median ms | worst ms | above the best of all |"
            + " replicas started | running replicas moved |");
    System.out.println("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (int percent : new int[] {1, 10, 50}) {
      Map<String, Tally> tallies = new LinkedHashMap<>();
      ways.forEach(way -> tallies.put(way.name, new Tally()));
      for (int round = percent == 1 ? -5 : 0; round < rounds; round++) {
        AllocationProblem changed =
            ReplacingRun.change(problem, percent, round + 100).toBuilder().current(running).build();
        long grown = ReplacingRun.least(problem, changed);
        round(changed, grown, ways, round < 0 ? new LinkedHashMap<>() : tallies);
      }
      tallies.forEach((name, tally) -> print(percent, name, tally, rounds));
    }
    System.exit(0);
  }

  private static void round(
      AllocationProblem problem, long grown, List<Way> ways, Map<String, Tally> tallies) {
    Map<String, Allocation> answers = new LinkedHashMap<>();
    for (Way way : ways) {
      System.gc();
      long began = System.nanoTime();
      Optional<Allocation> answer = way.place.apply(problem);
      double millis = (System.nanoTime() - began) / 1e6;
      answer.ifPresent(found -> answers.put(way.name, found));
      Optional.ofNullable(tallies.get(way.name)).ifPresent(tally -> tally.millis.add(millis));
    }
    long best = answers.values().stream().mapToLong(Allocation::costMicrosPerHour).min().orElse(0);
    answers.forEach(
        (name, answer) ->
            Optional.ofNullable(tallies.get(name))
                .ifPresent(
                    tally -> {
                      tally.answered++;
                      tally.aboveBest.add(answer.costMicrosPerHour() / (double) best - 1);
                      double started = ReplacingRun.started(answer);
                      tally.started.add(started);
                      tally.moved.add(started - grown);
                    }));
  }

  private static void print(int percent, String name, Tally tally, int rounds) {
    double[] millis = tally.millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %d %% | %s | %d of %d | %.0f | %.0f |",
        percent,
        name,
        tally.answered,
        rounds,
        millis[millis.length / 2],
        millis[millis.length - 1]);
    if (tally.answered == 0) {
      System.out.println(" | | |");
      return;
    }
    System.out.printf(
        Locale.ROOT,
        " %.2f %% | %.0f | %.0f |%n",
        100 * Results.mean(tally.aboveBest, Double::doubleValue),
        Results.mean(tally.started, Double::doubleValue),
        Results.mean(tally.moved, Double::doubleValue));
  }

  private static List<Way> ways(long deadline) {
    AllocationSolver solver = AllocationSolver.within(Duration.ofMillis(deadline));
    List<Way> ways = new ArrayList<>();
    ways.add(
        new Way(
            Comparison.LEPTON,
            problem ->
                feasible(
                    solver.solve(
                        problem.toBuilder()
                            .objective(new Objective(0, 1, ReplacingRun.CHURN_USD))
                            .build()))));
    ways.add(new Way("Lepton, as if nothing ran", problem -> anew(solver, problem)));
    for (Contender peer :
        List.of(
            new PatternModel(new CpSatBackend()),
            new PatternModel(new ScipBackend()),
            new TimefoldModel())) {
      ways.add(new Way(peer.name() + " +", problem -> peer(peer, problem, deadline)));
    }
    return ways;
  }

  private static Optional<Allocation> feasible(Allocation answer) {
    return Optional.of(answer).filter(Allocation::feasible);
  }

  private static Optional<Allocation> anew(AllocationSolver solver, AllocationProblem problem) {
    Allocation answer = solver.solve(problem.toBuilder().current(List.of()).build());
    return feasible(answer)
        .map(
            found ->
                new PlacementCase("again", problem)
                    .allocation(found.instances(), (double) found.lowerBoundMicros()));
  }

  private static Optional<Allocation> peer(
      Contender peer, AllocationProblem problem, long deadline) {
    long until = System.nanoTime() + deadline * 1_000_000;
    PlacingModel model = PlacingModel.of(problem);
    PlacingModel helped = model.helped();
    Contender.Answer answer =
        peer.solve(helped, new Contender.Effort(until, 1, bins(helped, problem.current())));
    PlacementCase again = new PlacementCase("again", problem);
    return answer
        .bins()
        .map(bins -> again.allocation(model.groups(helped, bins), answer.bound()))
        .filter(found -> again.valid(found));
  }

  /** What runs now in the model's numbers, as far as the need goes; bins that were pruned go. */
  private static List<Bin> bins(PlacingModel model, List<InstanceGroup> running) {
    Map<List<Object>, Integer> kinds = new HashMap<>();
    for (int t = 0; t < model.kinds().size(); t++) {
      kinds.put(key(model.kinds().get(t).machine()), t);
    }
    List<Bin> bins = new ArrayList<>();
    long[] left = model.need().clone();
    for (InstanceGroup group : running) {
      Integer kind = kinds.get(key(group));
      if (kind == null) {
        continue;
      }
      long[] items = new long[model.classes()];
      long count = group.count();
      for (Share share : group.places()) {
        int j = model.names().indexOf(share.workload());
        if (j >= 0) {
          items[j] = share.replicas();
          count = Math.min(count, left[j] / share.replicas());
        }
      }
      if (count > 0 && Arrays.stream(items).sum() > 0) {
        for (int j = 0; j < items.length; j++) {
          left[j] -= items[j] * count;
        }
        bins.add(new Bin(kind, items, count));
      }
    }
    return bins;
  }

  private static List<Object> key(InstanceGroup machine) {
    return List.of(
        machine.cloud(),
        machine.region(),
        machine.zone(),
        machine.instanceType(),
        machine.purchase());
  }
}
