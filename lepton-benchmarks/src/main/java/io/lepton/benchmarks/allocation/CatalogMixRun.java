package io.lepton.benchmarks.allocation;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Family B: {@code CatalogMixRun FOLDER [deadline millis ...]}. Prints one row a problem and
 * deadline: classes, replicas, offers, spread, deadline, wall time, gap, status.
 */
final class CatalogMixRun {
  private CatalogMixRun() {}

  /** Runs it. */
  public static void main(String[] args) {
    List<Offer> catalog = CatalogMix.catalog(Path.of(args[0]));
    List<Integer> deadlines =
        args.length == 1
            ? List.of(100, 1000)
            : List.of(args).subList(1, args.length).stream().map(Integer::valueOf).toList();
    warm(catalog);
    System.out.println("classes replicas offers spread deadline_ms wall_ms gap_percent status");
    for (int[] shape :
        new int[][] {
          {5, 10, 100}, {5, 1_000, 2_000}, {20, 1_000, 2_000}, {20, 100_000, 2_000},
          {100, 1_000, 2_000}, {100, 100_000, 100}, {100, 100_000, 2_000}, {100, 100_000, 60_000},
          {500, 100_000, 2_000}, {500, 100_000, 60_000}
        }) {
      for (int spread = 1; spread <= 3; spread++) {
        for (int deadline : deadlines) {
          for (long seed = 1; seed <= 2; seed++) {
            row(catalog, shape, spread, deadline, seed);
          }
        }
      }
    }
  }

  private static void warm(List<Offer> catalog) {
    for (int i = 0; i < 6; i++) {
      AllocationProblem problem = CatalogMix.problem(catalog, 60, 5_000, 2_000, 1 + i % 3, 100 + i);
      AllocationSolver.within(Duration.ofMillis(1500)).solve(problem);
    }
  }

  private static void row(List<Offer> catalog, int[] shape, int spread, int deadline, long seed) {
    AllocationProblem problem =
        CatalogMix.problem(catalog, shape[0], shape[1], shape[2], spread, seed);
    long start = System.nanoTime();
    Allocation answer = AllocationSolver.within(Duration.ofMillis(deadline)).solve(problem);
    System.out.printf(
        Locale.ROOT,
        "%7d %8d %6d %6d %11d %7.1f %11.4f %s%n",
        shape[0],
        shape[1],
        shape[2],
        spread,
        deadline,
        (System.nanoTime() - start) / 1e6,
        100 * answer.gap(),
        answer.status());
  }
}
