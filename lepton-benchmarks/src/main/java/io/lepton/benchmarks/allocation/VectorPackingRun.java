package io.lepton.benchmarks.allocation;

import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.VectorPacking;
import io.lepton.allocation.VectorPackingAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Family A: {@code VectorPackingRun DATA RESULTS MILLIS WORKERS THREADS [PATTERN|@FILE]}. Packs the
 * published instances of DATA whose names match a regular expression, or are listed in a file, all
 * unless told; WORKERS at once, each with THREADS threads and so many milliseconds; the largest
 * first. Checks every packing and writes into the folder RESULTS: {@code results.csv}; {@code
 * summary.md} with the sums beside the goals; {@code packings.txt} with those for {@link
 * PackingRecords}.
 */
final class VectorPackingRun {
  private VectorPackingRun() {}

  /** Runs it. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Path data = Path.of(args[0]);
    Path results = Files.createDirectories(Path.of(args[1]));
    Duration limit = Duration.ofMillis(Long.parseLong(args[2]));
    int threads = Integer.parseInt(args[4]);
    List<PublishedInstance> wanted =
        chosen(PublishedInstance.all(data), args.length > 5 ? args[5] : ".*");
    List<PackingResult> done = new ArrayList<>();
    List<String> rows = new ArrayList<>(List.of(PackingResult.HEADER));
    ExecutorService workers = Executors.newFixedThreadPool(Integer.parseInt(args[3]));
    try {
      List<Future<PackingResult>> futures = new ArrayList<>();
      for (PublishedInstance instance : wanted) {
        futures.add(workers.submit(() -> run(instance, data, limit, threads)));
      }
      for (Future<PackingResult> future : futures) {
        done.add(future.get());
        rows.add(done.get(done.size() - 1).row());
        // Written as it goes, so that a run that is cut off leaves what it has.
        Files.write(results.resolve("results.csv"), rows);
      }
    } finally {
      workers.shutdownNow();
    }
    Files.write(
        results.resolve("packings.txt"),
        done.stream().filter(PackingResult::isNews).map(PackingRecords::line).sorted().toList());
    String table = PackingTable.of(done);
    Files.writeString(results.resolve("summary.md"), table);
    System.out.println(table);
  }

  private static List<PublishedInstance> chosen(List<PublishedInstance> all, String choice)
      throws IOException {
    List<String> listed =
        choice.startsWith("@")
            ? Files.readAllLines(Path.of(choice.substring(1)))
            : all.stream().map(PublishedInstance::name).toList();
    Pattern pattern = Pattern.compile(choice.startsWith("@") ? ".*" : choice);
    return all.stream()
        .filter(instance -> listed.contains(instance.name()))
        .filter(instance -> pattern.matcher(instance.name()).matches())
        .sorted((a, b) -> Integer.compare(b.items(), a.items()))
        .collect(Collectors.toList());
  }

  private static PackingResult run(
      PublishedInstance instance, Path data, Duration limit, int threads) {
    VectorPacking problem = instance.read(data);
    long start = System.nanoTime();
    VectorPackingAnswer answer = AllocationSolver.within(limit).threads(threads).pack(problem);
    long millis = (System.nanoTime() - start) / 1_000_000;
    PackingResult result =
        new PackingResult(
            instance, problem.capacities().size(), answer, millis, answer.faults(problem));
    System.out.println(result.row());
    return result;
  }
}
