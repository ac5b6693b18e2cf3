package io.lepton.benchmarks.allocation;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.Move;
import io.lepton.allocation.Need;
import io.lepton.allocation.Objective;
import io.lepton.allocation.Share;
import io.lepton.allocation.Workload;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Family D: {@code ReplacingRun FOLDER DEADLINE_MILLIS}. Places 10,000 replicas of 20 classes on
 * 2,000 offers, changes 1, 10 and 50 percent of the replica counts, and places again from what
 * runs, and anew. Prints wall times and cost of both, how many replicas each starts, how many of
 * these no way can spare because needs grew, and how many are moves: replicas that run already and
 * are started once more elsewhere.
 */
public final class ReplacingRun {
  /**
   * What starting a replica is charged, as much as five minutes of the machine that an average
   * replica takes here.
   */
  public static final double CHURN_USD = 0.002;

  private static final int ROUNDS = 20;

  private ReplacingRun() {}

  /** Runs it. */
  public static void main(String[] args) {
    List<Offer> catalog = CatalogMix.catalog(Path.of(args[0]));
    AllocationSolver solver = AllocationSolver.within(Duration.ofMillis(Long.parseLong(args[1])));
    AllocationProblem problem = CatalogMix.problem(catalog, 20, 10_000, 2_000, 1, 5);
    Allocation placed = AllocationSolver.within(Duration.ofSeconds(5)).solve(problem);
    System.out.println(
        "change_percent median_ms p99_ms started started_anew started_at_least moved moved_anew"
            + " cost_ratio_to_anew compared");
    for (int percent : new int[] {1, 10, 50}) {
      double[] millis = new double[ROUNDS];
      long starts = 0;
      long anewStarts = 0;
      long least = 0;
      double ratio = 0;
      int compared = 0;
      for (int round = -3; round < ROUNDS; round++) {
        AllocationProblem changed = change(problem, percent, round + 100);
        AllocationProblem warm =
            changed.toBuilder()
                .current(placed.instances())
                .objective(new Objective(0, 1, CHURN_USD))
                .build();
        long start = System.nanoTime();
        Allocation again = solver.solve(warm);
        double elapsed = (System.nanoTime() - start) / 1e6;
        AllocationProblem cold = changed.toBuilder().current(placed.instances()).build();
        Allocation anew = fresh(solver, changed, cold);
        if (round >= 0) {
          millis[round] = elapsed;
          if (again.feasible() && anew.feasible()) {
            compared++;
            starts += started(again);
            least += least(problem, changed);
            anewStarts += started(anew);
            ratio += again.costMicrosPerHour() / (double) anew.costMicrosPerHour();
          }
        }
      }
      Arrays.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "%d %.1f %.1f %d %d %d %d %d %.5f %d of %d%n",
          percent,
          millis[ROUNDS / 2],
          millis[ROUNDS - 1],
          starts / Math.max(1, compared),
          anewStarts / Math.max(1, compared),
          least / Math.max(1, compared),
          (starts - least) / Math.max(1, compared),
          (anewStarts - least) / Math.max(1, compared),
          ratio / Math.max(1, compared),
          compared,
          ROUNDS);
    }
  }

  /** Solves without knowing what runs; the steps are then those that the answer would need. */
  private static Allocation fresh(
      AllocationSolver solver, AllocationProblem changed, AllocationProblem withCurrent) {
    Allocation anew = solver.solve(changed);
    return new Allocation(
        anew.status(),
        anew.costMicrosPerHour(),
        anew.egressMicrosPerHour(),
        anew.objectiveMicros(),
        anew.lowerBoundMicros(),
        anew.instances(),
        anew.perCloud(),
        anew.overall(),
        AllocationSolver.moves(withCurrent, anew.instances()),
        anew.timeMillis(),
        anew.why());
  }

  /** Replicas that the moves of an answer start. */
  public static long started(Allocation answer) {
    long sum = 0;
    for (Move move : answer.moves()) {
      if (move.kind() == Move.Kind.OPEN || move.kind() == Move.Kind.START) {
        sum += move.count() * move.places().stream().mapToLong(Share::replicas).sum();
      }
    }
    return sum;
  }

  /** Replicas that any way must start: those by which needs grew. */
  public static long least(AllocationProblem before, AllocationProblem after) {
    long sum = 0;
    for (int j = 0; j < before.workloads().size(); j++) {
      sum += Math.max(0, replicas(after.workloads().get(j)) - replicas(before.workloads().get(j)));
    }
    return sum;
  }

  private static long replicas(Workload workload) {
    return workload.need() instanceof Need.Replicas replicas ? replicas.count() : 0;
  }

  /** Each workload's replicas up or down by so many percent. */
  public static AllocationProblem change(AllocationProblem problem, int percent, long seed) {
    Random random = new Random(seed);
    List<Workload> changed = new ArrayList<>();
    for (Workload workload : problem.workloads()) {
      long count = workload.need() instanceof Need.Replicas replicas ? replicas.count() : 0;
      long delta = Math.round(count * percent / 100.0 * (random.nextBoolean() ? 1 : -1));
      changed.add(
          new Workload(
              workload.name(),
              new Need.Replicas(Math.max(1, count + delta)),
              workload.demand(),
              workload.accelerator(),
              workload.allow(),
              workload.spread(),
              workload.latencyMillis()));
    }
    return problem.toBuilder().replaceWorkloads(changed).build();
  }
}
