package io.lepton.benchmarks.allocation;

import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.Status;
import io.lepton.allocation.VectorPacking;
import io.lepton.allocation.VectorPackingAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Family A: {@code VectorPackingRun FOLDER SECONDS LARGEST [STEP]}. Packs the published instances
 * of at most LARGEST items (every STEP-th of them), one thread, so many seconds each, checks every
 * packing, and prints a row an instance and the sums by number of items.
 */
final class VectorPackingRun {
  private VectorPackingRun() {}

  /** What is counted for one number of items. */
  private static final class Tally {
    int instances;
    int knownOptimum;
    int reached;
    int proven;
    int wrong;
    int worseThanHeuristic;
    int betterThanHeuristic;
    int heuristicAtBound;
    double seconds;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Duration limit = Duration.ofMillis((long) (1000 * Double.parseDouble(args[1])));
    int largest = Integer.parseInt(args[2]);
    int step = args.length > 3 ? Integer.parseInt(args[3]) : 1;
    Map<Integer, Tally> tallies = new TreeMap<>();
    List<String> rows = Files.readAllLines(folder.resolve("known.csv"));
    System.out.println("instance bins bound known_bound optimum best_heuristic seconds status");
    int number = 0;
    for (String row : rows.subList(1, rows.size())) {
      String[] fields = row.strip().split(",", -1);
      int items = Integer.parseInt(fields[1].split("_", -1)[1]);
      if (items <= largest && number++ % step == 0) {
        Path file = folder.resolve(fields[0]).resolve(fields[1] + ".vbp");
        run(fields, file, limit, tallies.computeIfAbsent(items, key -> new Tally()));
      }
    }
    System.out.println(
        "items instances known reached proven wrong worse_than_heuristic better heuristic_at_bound"
            + " seconds");
    tallies.forEach(
        (items, tally) ->
            System.out.printf(
                Locale.ROOT,
                "%d %d %d %d %d %d %d %d %d %.1f%n",
                items,
                tally.instances,
                tally.knownOptimum,
                tally.reached,
                tally.proven,
                tally.wrong,
                tally.worseThanHeuristic,
                tally.betterThanHeuristic,
                tally.heuristicAtBound,
                tally.seconds));
  }

  private static void run(String[] known, Path file, Duration limit, Tally tally) {
    VectorPacking problem = VectorPacking.read(file);
    long start = System.nanoTime();
    VectorPackingAnswer answer = AllocationSolver.within(limit).pack(problem);
    double seconds = (System.nanoTime() - start) / 1e9;
    @Nullable Long optimum = known[3].isEmpty() ? null : Long.valueOf(known[3]);
    long heuristic = Long.parseLong(known[4]);
    long bound = Math.max(Long.parseLong(known[2]), answer.lowerBound());
    tally.instances++;
    tally.seconds += seconds;
    if (optimum != null) {
      tally.knownOptimum++;
      tally.reached += answer.bins() == optimum ? 1 : 0;
      tally.proven += answer.bins() == optimum && answer.status() == Status.OPTIMAL ? 1 : 0;
      tally.wrong += answer.bins() < optimum || answer.lowerBound() > optimum ? 1 : 0;
    }
    tally.wrong += answer.faults(problem).isEmpty() ? 0 : 1;
    tally.worseThanHeuristic += answer.bins() > heuristic ? 1 : 0;
    tally.betterThanHeuristic += answer.bins() < heuristic ? 1 : 0;
    tally.heuristicAtBound += heuristic == bound ? 1 : 0;
    System.out.printf(
        Locale.ROOT,
        "%s/%s %d %d %s %s %s %.2f %s%n",
        known[0],
        known[1],
        answer.bins(),
        answer.lowerBound(),
        known[2],
        known[3].isEmpty() ? "?" : known[3],
        known[4],
        seconds,
        answer.status());
  }
}
