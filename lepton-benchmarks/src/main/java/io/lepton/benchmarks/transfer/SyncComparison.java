package io.lepton.benchmarks.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times {@code lepton sync} beside {@code rclone sync --checksum} and {@code cp -r} over one tree:
 * fresh processes, alternating, medians. Prints a Markdown table.
 *
 * <p>Arguments: the launcher ({@code ./lepton}), a work folder, how many rounds (5), and a tree
 * (made in the work folder when left out: at least 10,000 files and 1 GiB).
 */
public final class SyncComparison {
  private static final int FILES = 10_000;
  private static final long BYTES = 1L << 30;
  private static final long SEED = 20_260_101;

  private final Path work;
  private final Path tree;
  private final long files;
  private final Map<String, List<Timing>> copies = new LinkedHashMap<>();
  private final Map<String, List<Timing>> reruns = new LinkedHashMap<>();

  private SyncComparison(Path work, Path tree) throws IOException {
    this.work = work;
    this.tree = tree;
    this.files = count(tree);
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 2) {
      System.err.println("usage: SyncComparison LAUNCHER WORK_FOLDER [ROUNDS [TREE]]");
      System.exit(2);
    }
    Path work = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
    Path tree = args.length > 3 ? Path.of(args[3]).toAbsolutePath() : work.resolve("tree");
    if (!Files.exists(tree)) {
      MavenLikeTree.make(tree, FILES, BYTES, SEED);
    }
    List<Contender> contenders =
        List.of(
            Contender.lepton(Path.of(args[0]).toAbsolutePath()),
            Contender.rclone(),
            Contender.cp(),
            Contender.durableCp());
    SyncComparison comparison = new SyncComparison(work, tree);
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : contenders) {
        comparison.run(contender);
      }
    }
    comparison.print();
  }

  private void run(Contender contender) throws IOException, InterruptedException {
    Path target = work.resolve("copy");
    Path log = work.resolve("log.txt");
    Folders.delete(target);
    // What the last contender left to be written back must not slow down this one.
    Timing.of(List.of("sync"), log);
    List<String> command = contender.command().apply(tree, target);
    copies
        .computeIfAbsent(contender.name(), name -> new ArrayList<>())
        .add(Timing.of(command, log));
    if (count(target) != files) {
      throw new IllegalStateException(contender.name() + " left another number of files");
    }
    if (contender.repeatable()) {
      reruns
          .computeIfAbsent(contender.name(), name -> new ArrayList<>())
          .add(Timing.of(command, log));
    }
    Folders.delete(target);
  }

  private void print() throws IOException {
    long bytes;
    try (Stream<Path> paths = Files.walk(tree)) {
      bytes = paths.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
    System.out.printf(
        Locale.ROOT,
        "%,d files, %,.2f GiB; %d processors; Java %s%n",
        files,
        bytes / (double) (1L << 30),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
    print("Copy into an empty folder", copies);
    print("Run again, nothing to do", reruns);
  }

  private static void print(String title, Map<String, List<Timing>> timings) {
    System.out.printf("%n%s%n%n", title);
    System.out.println("| tool | wall s | CPU s | wall ratio | CPU ratio |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    Timing first = Timing.median(timings.values().iterator().next());
    timings.forEach(
        (name, all) -> {
          Timing its = Timing.median(all);
          System.out.printf(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f | %.2f |%n",
              name,
              its.wallSeconds(),
              its.cpuSeconds(),
              its.wallSeconds() / first.wallSeconds(),
              its.cpuSeconds() / first.cpuSeconds());
        });
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).count();
    }
  }
}
