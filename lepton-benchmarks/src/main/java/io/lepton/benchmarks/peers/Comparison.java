package io.lepton.benchmarks.peers;

import io.lepton.benchmarks.allocation.CatalogMix;
import io.lepton.benchmarks.peers.Cases.Case;
import io.lepton.benchmarks.peers.Cases.Outcome;
import io.lepton.benchmarks.peers.Cases.PlacementCase;
import io.lepton.spi.price.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Runs Lepton and its peers on the same problems, in the same JVM, one after the other: {@code
 * Comparison FAMILY DATA CSV DEADLINES THREADS [PROBLEM [CONTENDER [MINUTES]]]}. Deadlines are
 * milliseconds with commas between them; shorter ones come first, all problems at each. Parts of
 * names limit the run, and it ends before a measurement that could last beyond so many minutes. Ten
 * seconds and more are only given to who was not within 1 percent of the best bound before.
 * Families: A, published vector packing; B, mixes of workloads on real catalogs.
 *
 * <p>Rows are added to the CSV as they are measured, and what stands there already is not measured
 * again, so that a run may be stopped and repeated. A contender that cannot be stopped ends the run
 * with the status {@value #STUCK}; start it again then.
 */
public final class Comparison {
  static final int STUCK = 75;
  static final String LEPTON = "Lepton";
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final long LONG_MILLIS = 10_000;

  private final String family;
  private final Path csv;
  private final int threads;
  private final long endNanos;
  private long deadlineMillis;
  private final Set<String> known = new HashSet<>();
  private final List<Measurement> rows = new ArrayList<>();
  private final Set<String> warm = new HashSet<>();
  private final List<Case> warmUps;

  private Comparison(String family, Path csv, int threads, long minutes, List<Case> warmUps)
      throws IOException {
    this.family = family;
    this.csv = csv;
    this.threads = threads;
    this.endNanos = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    this.warmUps = warmUps;
    if (Files.exists(csv)) {
      List<String> lines = Files.readAllLines(csv);
      lines.subList(1, lines.size()).forEach(line -> rows.add(Measurement.parse(line)));
      rows.forEach(row -> known.add(row.key()));
    } else {
      Files.writeString(csv, Measurement.HEADER + "\n");
    }
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path data = Path.of(args[1]);
    List<Case> cases;
    List<Case> warmUps;
    if (args[0].equals("A")) {
      cases = Cases.packings(data.resolve("vector-packing"), 49);
      warmUps = Cases.packings(data.resolve("vector-packing"), 97).subList(1, 3);
    } else {
      List<Offer> catalog = CatalogMix.catalog(data.resolve("catalog"));
      cases = mixes(catalog);
      warmUps = List.of(mix(catalog, 10, 200, 500, 1, 99), mix(catalog, 60, 5_000, 2_000, 2, 98));
    }
    long minutes = args.length > 7 ? Long.parseLong(args[7]) : 100_000;
    Comparison comparison =
        new Comparison(args[0], Path.of(args[2]), Integer.parseInt(args[4]), minutes, warmUps);
    String problems = args.length > 5 ? args[5] : "";
    String only = args.length > 6 ? args[6] : "";
    cases.removeIf(problem -> !problem.name().contains(problems));
    for (String deadline : args[3].split(",", -1)) {
      comparison.deadlineMillis = Long.parseLong(deadline);
      for (Case problem : cases) {
        comparison.lepton(problem, only);
        for (Contender contender : contenders(only)) {
          comparison.peer(problem, contender, false);
          comparison.peer(problem, contender, true);
        }
      }
    }
    // Threads that a library keeps must not hold the process.
    System.exit(0);
  }

  private static List<Contender> contenders(String only) {
    List<Contender> all = new ArrayList<>();
    if (!only.equals(LEPTON)) {
      all.add(new CompactModel(new CpSatBackend()));
      all.add(new PatternModel(new CpSatBackend()));
      all.add(new CompactModel(new ScipBackend()));
      all.add(new PatternModel(new ScipBackend()));
      all.add(new CompactModel(new OjAlgoBackend()));
      all.add(new PatternModel(new OjAlgoBackend()));
      all.add(new ChocoModel());
      all.add(new TimefoldModel());
    }
    all.removeIf(contender -> !contender.name().contains(only));
    return all;
  }

  private static List<Case> mixes(List<Offer> catalog) {
    List<Case> cases = new ArrayList<>();
    int[][] shapes = {
      {5, 10, 100}, {5, 1_000, 2_000}, {20, 1_000, 2_000}, {20, 100_000, 2_000},
      {100, 1_000, 2_000}, {100, 100_000, 100}, {100, 100_000, 2_000}, {100, 100_000, 60_000},
      {500, 100_000, 2_000}, {500, 100_000, 60_000}
    };
    for (int i = 0; i < shapes.length; i++) {
      int[] shape = shapes[i];
      boolean headline = shape[0] == 100 && shape[1] == 100_000 && shape[2] == 2_000;
      for (int spread = 1; spread <= 3; spread++) {
        if (headline || spread == 1 + i % 3) {
          cases.add(mix(catalog, shape[0], shape[1], shape[2], spread, 1));
        }
      }
    }
    return cases;
  }

  private static Case mix(
      List<Offer> catalog, int classes, int replicas, int offers, int spread, long seed) {
    return new PlacementCase(
        "%dx%dx%d spread %d".formatted(classes, replicas, offers, spread),
        CatalogMix.problem(catalog, classes, replicas, offers, spread, seed));
  }

  private void lepton(Case problem, String only) throws IOException, InterruptedException {
    if (LEPTON.contains(only)) {
      measure(problem, LEPTON, false, () -> lepton(problem, deadlineMillis));
    }
  }

  private Outcome lepton(Case problem, long millis) {
    return problem.lepton(Duration.ofMillis(millis), threads);
  }

  private void peer(Case problem, Contender contender, boolean helped)
      throws IOException, InterruptedException {
    measure(
        problem,
        contender.name(),
        helped,
        () -> {
          Run run = run(problem, contender, helped, deadlineMillis);
          Outcome outcome = problem.check(run.model, run.solved, run.answer);
          checked.set(run.nanos);
          return outcome;
        });
  }

  /** Nanoseconds without the checker, where a run says so. */
  private final AtomicReference<Long> checked = new AtomicReference<>();

  private record Run(
      PlacingModel model, PlacingModel solved, Contender.Answer answer, long nanos) {}

  private Run run(Case problem, Contender contender, boolean helped, long millis) {
    long began = System.nanoTime();
    PlacingModel model = problem.model();
    PlacingModel solved = helped ? model.helped() : model;
    Contender.Answer answer =
        contender.solve(
            solved, new Contender.Effort(began + millis * 1_000_000, threads, List.of()));
    if (answer.bins().isPresent()) {
      model.groups(solved, answer.bins().get());
    }
    return new Run(model, solved, answer, System.nanoTime() - began);
  }

  private void warmUp(String contender, boolean helped) {
    if (!warm.add(contender)) {
      return;
    }
    long until = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < until) {
      for (Case problem : warmUps) {
        if (contender.equals(LEPTON)) {
          lepton(problem, 500);
        } else {
          contenders(contender).forEach(peer -> run(problem, peer, helped, 500));
        }
      }
    }
  }

  /** Whether the contender came within 1 percent of the best bound at a shorter deadline. */
  private boolean close(Measurement key) {
    Results results = new Results(rows);
    return rows.stream()
        .filter(row -> row.problem().equals(key.problem()) && row.label().equals(key.label()))
        .filter(row -> row.threads() == threads && row.deadlineMillis() < deadlineMillis)
        .anyMatch(row -> row.answered() && results.gapToBound(row) <= Results.CLOSE);
  }

  private void measure(Case problem, String contender, boolean helped, Supplier<Outcome> run)
      throws IOException, InterruptedException {
    Measurement key =
        new Measurement(
            family, problem.name(), contender, helped, deadlineMillis, threads, 0, 0, 0, 0, 0, "");
    boolean late =
        System.nanoTime() + Duration.ofMillis(2 * deadlineMillis).plus(WARM_UP).toNanos()
            > endNanos;
    if (late || (deadlineMillis >= LONG_MILLIS && close(key)) || !known.add(key.key())) {
      return;
    }
    warmUp(contender, helped);
    Memory memory = Memory.reset();
    checked.set(null);
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    AtomicReference<Long> ended = new AtomicReference<>();
    long began = System.nanoTime();
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome.set(run.get());
              } catch (RuntimeException | OutOfMemoryError e) {
                outcome.set(Outcome.none(0, "FAILED " + e));
              }
              ended.set(System.nanoTime());
            },
            contender);
    thread.setDaemon(true);
    thread.start();
    thread.join(20_000 + 3 * deadlineMillis);
    Outcome result = outcome.get();
    Long end = ended.get();
    Long inner = checked.get();
    boolean stuck = result == null;
    double nanos = inner != null ? inner : (end == null ? System.nanoTime() : end) - began;
    Outcome shown = result == null ? Outcome.none(0, "did not stop") : result;
    Measurement row =
        new Measurement(
            family,
            problem.name(),
            contender,
            helped,
            deadlineMillis,
            threads,
            nanos / 1e6,
            shown.objective(),
            shown.bound(),
            memory.heapMib(),
            memory.residentMib(),
            shown.note());
    rows.add(row);
    Files.writeString(csv, row.csv() + "\n", StandardOpenOption.APPEND);
    System.out.println(row.csv());
    if (stuck) {
      System.exit(STUCK);
    }
  }
}
