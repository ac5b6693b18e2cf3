package io.lepton.allocation;

import io.lepton.allocation.pattern.Budget;
import io.lepton.allocation.pattern.Packing;
import io.lepton.allocation.pattern.PackingEngine;
import io.lepton.allocation.pattern.PackingModel;
import io.lepton.allocation.pattern.Pattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One vector packing through the same engine: one kind of bin, price 1. */
final class PackRun {
  private final long start = System.nanoTime();
  private final AllocationSolver settings;
  private final VectorPacking problem;

  PackRun(AllocationSolver settings, VectorPacking problem) {
    this.settings = settings;
    this.problem = problem;
  }

  VectorPackingAnswer run() {
    // Equal rows are one class; its items are handed out in file order.
    Map<List<Long>, ArrayDeque<Integer>> classes = new LinkedHashMap<>();
    for (int i = 0; i < problem.items().size(); i++) {
      VectorPacking.Item item = problem.items().get(i);
      ArrayDeque<Integer> indexes =
          classes.computeIfAbsent(item.sizes(), sizes -> new ArrayDeque<>());
      for (long copy = 0; copy < item.demand(); copy++) {
        indexes.add(i);
      }
    }
    classes.values().removeIf(ArrayDeque::isEmpty);
    if (classes.isEmpty()) {
      return new VectorPackingAnswer(Status.OPTIMAL, 0, 0, List.of(), millis());
    }
    long[][] sizes =
        classes.keySet().stream()
            .map(row -> row.stream().mapToLong(Long::longValue).toArray())
            .toArray(long[][]::new);
    long[] need = classes.values().stream().mapToLong(ArrayDeque::size).toArray();
    long[] capacity = problem.capacities().stream().mapToLong(Long::longValue).toArray();
    long limit = settings.limit().orElse(Duration.ofSeconds(10)).toNanos();
    PackingEngine engine =
        new PackingEngine(
            PackingModel.vectorPacking(capacity, sizes, need),
            1,
            settings.seed(),
            settings.threads(),
            new Budget(start + limit, settings.cancelled()));
    engine.run();
    return answer(engine, new ArrayList<>(classes.values()));
  }

  private VectorPackingAnswer answer(PackingEngine engine, List<ArrayDeque<Integer>> indexes) {
    @Nullable Packing best = engine.best();
    // Proofs of the search rest on sizes from 0; where one is below, only the sums are safe.
    boolean negative =
        problem.items().stream().flatMap(item -> item.sizes().stream()).anyMatch(size -> size < 0);
    long bound = negative ? bySums() : engine.lowerBound();
    if (best == null) {
      Status status = engine.infeasible() && !negative ? Status.INFEASIBLE : Status.UNKNOWN;
      return new VectorPackingAnswer(status, 0, bound, List.of(), millis());
    }
    List<List<Integer>> bins = new ArrayList<>();
    for (Map.Entry<Pattern, Long> entry : best.bins().entrySet()) {
      Pattern pattern = entry.getKey();
      for (long b = 0; b < entry.getValue(); b++) {
        List<Integer> bin = new ArrayList<>();
        for (int i = 0; i < pattern.classes().length; i++) {
          for (int copy = 0; copy < pattern.copies()[i]; copy++) {
            bin.add(indexes.get(pattern.classes()[i]).remove());
          }
        }
        bins.add(bin);
      }
    }
    VectorPackingAnswer answer =
        new VectorPackingAnswer(
            bound >= bins.size() ? Status.OPTIMAL : Status.FEASIBLE,
            bins.size(),
            Math.min(bound, bins.size()),
            bins,
            millis());
    List<String> faults = answer.faults(problem);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "the solver's packing failed its own check, please report the problem: " + faults);
    }
    return answer;
  }

  /** Bins that the sum of all sizes fills in the fullest dimension. */
  private long bySums() {
    long most = 1;
    for (int d = 0; d < problem.capacities().size(); d++) {
      long sum = 0;
      for (VectorPacking.Item item : problem.items()) {
        sum += item.sizes().get(d) * item.demand();
      }
      long capacity = problem.capacities().get(d);
      if (capacity > 0) {
        most = Math.max(most, (sum + capacity - 1) / capacity);
      }
    }
    return most;
  }

  private long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
