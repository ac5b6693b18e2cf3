package io.lepton.benchmarks.allocation;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Family B: {@code CatalogMixRun FOLDER [DEADLINES [THREADS [SEEDS [SHAPE]]]]}; deadlines in
 * milliseconds and seeds with commas between them, the beginning of a shape as {@code
 * CLASSESxREPLICASxOFFERS}. Prints one row a problem and deadline: classes, replicas, offers,
 * spread, deadline, wall time, gap, status.
 */
final class CatalogMixRun {
  private CatalogMixRun() {}

  /** Runs it. */
  public static void main(String[] args) {
    List<Offer> catalog = CatalogMix.catalog(Path.of(args[0]));
    List<Integer> deadlines = numbers(args, 1, "100,1000");
    AllocationSolver solver = AllocationSolver.create().threads(numbers(args, 2, "1").get(0));
    List<Integer> seeds = numbers(args, 3, "1,2");
    String only = args.length > 4 ? args[4] : "";
    warm(catalog, solver, deadlines);
    System.out.println("classes replicas offers spread deadline_ms wall_ms gap_percent status");
    int[][] shapes = {
      {5, 10, 100}, {5, 1_000, 2_000}, {20, 1_000, 2_000}, {20, 100_000, 2_000},
      {100, 1_000, 2_000}, {100, 100_000, 100}, {100, 100_000, 2_000}, {100, 100_000, 60_000},
      {500, 100_000, 2_000}, {500, 100_000, 60_000}
    };
    for (int[] shape : named(only, shapes)) {
      for (int spread = 1; spread <= 3; spread++) {
        for (int deadline : deadlines) {
          for (int seed : seeds) {
            row(catalog, shape, spread, deadline, seed, solver);
          }
        }
      }
    }
  }

  /** The shapes whose names, such as {@code 5x10x100}, begin so. */
  static List<int[]> named(String only, int[]... shapes) {
    return Arrays.stream(shapes)
        .filter(shape -> "%dx%dx%d".formatted(shape[0], shape[1], shape[2]).startsWith(only))
        .toList();
  }

  /** The numbers of an argument, separated by commas. */
  static List<Integer> numbers(String[] args, int at, String otherwise) {
    String text = args.length > at ? args[at] : otherwise;
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  /** What is asked later is compiled then: other problems, long and within each deadline. */
  private static void warm(List<Offer> catalog, AllocationSolver solver, List<Integer> deadlines) {
    for (int i = 0; i < 6; i++) {
      AllocationProblem small = CatalogMix.problem(catalog, 60, 5_000, 2_000, 1 + i % 3, 100 + i);
      within(solver, 1500).solve(small);
      AllocationProblem large = CatalogMix.problem(catalog, 80, 50_000, 2_000, 1 + i % 3, 200 + i);
      for (int deadline : deadlines) {
        for (int spent = 0; spent < 1000; spent += deadline) {
          within(solver, deadline).solve(large);
        }
      }
    }
  }

  private static AllocationSolver within(AllocationSolver solver, long millis) {
    return new AllocationSolver(
        Optional.of(Duration.ofMillis(millis)),
        solver.threads(),
        solver.seed(),
        solver.cancelled());
  }

  private static void row(
      List<Offer> catalog,
      int[] shape,
      int spread,
      int deadline,
      long seed,
      AllocationSolver solver) {
    AllocationProblem problem =
        CatalogMix.problem(catalog, shape[0], shape[1], shape[2], spread, seed);
    long start = System.nanoTime();
    Allocation answer = within(solver, deadline).solve(problem);
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
