package io.lepton.benchmarks.peers;

import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.Quota;
import io.lepton.allocation.QuotaResource;
import io.lepton.allocation.Workload;
import io.lepton.benchmarks.peers.Cases.Outcome;
import io.lepton.benchmarks.peers.Cases.PlacementCase;
import io.lepton.spi.price.Offer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first answer of a fresh JVM to a small problem (4 classes, 12 replicas, 24 offers, a quota),
 * with 100 ms to search: {@code ColdStart}. Wall time of the process from its start to its end,
 * loading of native libraries included.
 */
public final class ColdStart {
  private static final int ROUNDS = 7;
  private static final long SEARCH_MILLIS = 100;

  private ColdStart() {}

  /** A contender that is made in its own process only; Lepton and the empty JVM make none. */
  private record Who(String label, Supplier<@Nullable Contender> contender) {}

  private static final String NOBODY = "a JVM that does nothing";

  private static List<Who> all() {
    return List.of(
        new Who(Comparison.LEPTON, () -> null),
        new Who("CP-SAT compact", () -> new CompactModel(new CpSatBackend())),
        new Who("CP-SAT patterns", () -> new PatternModel(new CpSatBackend())),
        new Who("SCIP compact", () -> new CompactModel(new ScipBackend())),
        new Who("ojAlgo compact", () -> new CompactModel(new OjAlgoBackend())),
        new Who("Choco", ChocoModel::new),
        new Who("Timefold", TimefoldModel::new),
        new Who(NOBODY, () -> null));
  }

  /** Without an argument: the table. With one: the answer of that contender. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0) {
      all().stream().filter(who -> who.label.equals(args[0])).forEach(ColdStart::answer);
      return;
    }
    System.out.println("| first answer of a fresh JVM | median ms | worst ms | USD an hour |");
    System.out.println("| --- | ---: | ---: | ---: |");
    for (Who who : all()) {
      double[] millis = new double[ROUNDS];
      String said = "";
      for (int round = 0; round < ROUNDS; round++) {
        long began = System.nanoTime();
        said = process(who);
        millis[round] = (System.nanoTime() - began) / 1e6;
      }
      Arrays.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %s |%n",
          who.label,
          millis[ROUNDS / 2],
          millis[ROUNDS - 1],
          said);
    }
  }

  private static String process(Who who) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ColdStart.class.getName(),
                who.label)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return said;
  }

  private static void answer(Who who) {
    if (who.label.equals(NOBODY)) {
      return;
    }
    PlacementCase problem = new PlacementCase("small", problem());
    @Nullable Contender contender = who.contender.get();
    Outcome outcome;
    if (contender == null) {
      outcome = problem.lepton(Duration.ofMillis(SEARCH_MILLIS), 1);
    } else {
      PlacingModel model = problem.model();
      long deadline = System.nanoTime() + SEARCH_MILLIS * 1_000_000;
      outcome =
          problem.check(
              model, model, contender.solve(model, new Contender.Effort(deadline, 1, List.of())));
    }
    System.out.println(
        Double.isNaN(outcome.objective()) ? outcome.note() : outcome.objective() / 1e6);
    System.out.flush();
    // Threads that a library keeps must not count.
    Runtime.getRuntime().halt(0);
  }

  private static AllocationProblem problem() {
    AllocationProblem.Builder builder = AllocationProblem.builder();
    String[] clouds = {"aws", "azure", "gcp"};
    for (int i = 0; i < 24; i++) {
      int vcpus = 2 << (i % 4);
      double memory = vcpus * (2 << (i / 4 % 3));
      long price = Math.round(1e6 * (0.02 * vcpus + 0.004 * memory) * (1 + 0.01 * (i * 7 % 5)));
      builder.offer(
          new Offer(
              clouds[i % 3],
              "r" + i / 12,
              "",
              "t" + i,
              vcpus,
              memory,
              "",
              0,
              OptionalLong.of(price),
              OptionalLong.empty()));
    }
    return builder
        .workload(Workload.replicas("api", 5).demand(1, 2).build())
        .workload(Workload.replicas("cache", 3).demand(0.5, 6).build())
        .workload(Workload.replicas("batch", 2).demand(4, 8).build())
        .workload(Workload.replicas("web", 2).demand(2, 3).build())
        .quota(Quota.of("aws", "r0", QuotaResource.VCPUS, 8))
        .build();
  }
}
