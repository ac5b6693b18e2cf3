package io.lepton.benchmarks.allocation;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Deadlines of a JVM that is not warm: {@code ColdDeadlineRun FOLDER [DEADLINES [THREADS [SEEDS
 * [SHAPE]]]]}, arguments as those of {@link CatalogMixRun}. Every problem is the first one that its
 * JVM solves; only catalog and problem are read before. A deadline of 1 ms leaves no time to search
 * and so tells what an answer takes at least. Prints one row a problem and deadline: classes,
 * replicas, offers, spread, seed, deadline, wall time, how late that is, gap, status.
 */
final class ColdDeadlineRun {
  private static final String ONE = "one";

  private ColdDeadlineRun() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args[0].equals(ONE)) {
      solve(args);
      return;
    }
    List<Integer> deadlines = CatalogMixRun.numbers(args, 1, "1,10,100,1000");
    int threads = CatalogMixRun.numbers(args, 2, "1").get(0);
    List<Integer> seeds = CatalogMixRun.numbers(args, 3, "1");
    String only = args.length > 4 ? args[4] : "";
    System.out.println(
        "classes replicas offers spread seed deadline_ms wall_ms late_ms gap_percent status");
    int[][] shapes = {
      {5, 10, 100},
      {5, 1_000, 2_000},
      {20, 1_000, 2_000},
      {20, 100_000, 60_000},
      {100, 100_000, 100},
      {100, 100_000, 2_000},
      {100, 100_000, 60_000},
      {500, 100_000, 100},
      {500, 100_000, 2_000},
      {500, 100_000, 60_000}
    };
    for (int[] shape : CatalogMixRun.named(only, shapes)) {
      for (int spread = 1; spread <= 3; spread += 2) {
        for (int deadline : deadlines) {
          for (int seed : seeds) {
            int[] figures = {shape[0], shape[1], shape[2], spread, seed, deadline, threads};
            System.out.print(process(args[0], figures));
          }
        }
      }
    }
  }

  private static String process(String folder, int[] figures)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-cp",
                System.getProperty("java.class.path"),
                ColdDeadlineRun.class.getName(),
                ONE,
                folder));
    Arrays.stream(figures).forEach(figure -> command.add(Integer.toString(figure)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException("exit code " + code + " of " + command);
    }
    return said;
  }

  private static void solve(String[] args) {
    int[] at = Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray();
    AllocationProblem problem =
        CatalogMix.problem(CatalogMix.catalog(Path.of(args[1])), at[0], at[1], at[2], at[3], at[4]);
    AllocationSolver solver = AllocationSolver.within(Duration.ofMillis(at[5])).threads(at[6]);
    long start = System.nanoTime();
    Allocation answer = solver.solve(problem);
    double millis = (System.nanoTime() - start) / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%7d %8d %6d %6d %4d %11d %7.1f %7.1f %11.4f %s%n",
        at[0],
        at[1],
        at[2],
        at[3],
        at[4],
        at[5],
        millis,
        Math.max(0, millis - at[5]),
        100 * answer.gap(),
        answer.status());
  }
}
