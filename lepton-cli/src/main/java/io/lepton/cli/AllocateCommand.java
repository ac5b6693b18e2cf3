package io.lepton.cli;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.Move;
import io.lepton.allocation.Share;
import io.lepton.allocation.VectorPacking;
import io.lepton.allocation.VectorPackingAnswer;
import io.lepton.catalog.EgressTable;
import io.lepton.config.InputException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the cheapest placement. */
@Command(
    name = "allocate",
    mixinStandardHelpOptions = true,
    header = "Finds the cheapest machines for workloads, with a proof of how cheap they can be.",
    description = {
      "",
      "Doubtful catalog prices are left out and counted on standard error. Ends with code "
          + "1 when no placement exists or none was found in time."
    })
final class AllocateCommand implements Callable<Integer> {
  private static final Duration PACKING_LIMIT = Duration.ofSeconds(10);

  @Mixin private final Console console = new Console();

  @Mixin private final PlacingInput input = new PlacingInput();

  @Option(names = "--threads", paramLabel = "N", description = "Threads; all cores unless told.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--seed", paramLabel = "N", description = "Seed of random choices.")
  private long seed;

  @Option(
      names = "--vbp",
      description = "FILE is a vector-packing benchmark file; so is every *.vbp file.")
  private boolean vectorPacking;

  @Override
  public Integer call() {
    return vectorPacking || input.file().toString().endsWith(".vbp") ? pack() : allocate();
  }

  private int pack() {
    VectorPacking problem = VectorPacking.read(input.file());
    VectorPackingAnswer answer = solver(Optional.of(PACKING_LIMIT)).pack(problem);
    console.json(answer::toJson);
    return switch (answer.status()) {
      case OPTIMAL, FEASIBLE -> {
        console.line(
            "%d bins, %s, at least %d, in %d ms"
                .formatted(
                    answer.bins(), answer.status(), answer.lowerBound(), answer.timeMillis()));
        yield ExitCode.DONE;
      }
      case INFEASIBLE, UNKNOWN -> {
        problem.tooLarge().ifPresent(console::line);
        console.line(answer.status() + ": no packing was found");
        yield ExitCode.FAILED;
      }
    };
  }

  private int allocate() {
    Allocation answer = solver(Optional.empty()).solve(problem());
    console.json(answer::toJson);
    for (InstanceGroup group : answer.instances()) {
      console.line(
          "%6d x %s %s %s %s: %s"
              .formatted(
                  group.count(),
                  group.cloud(),
                  group.zone().isEmpty() ? group.region() : group.zone(),
                  group.instanceType(),
                  group.purchase().text(),
                  group.places().stream()
                      .map(AllocateCommand::words)
                      .collect(Collectors.joining(", "))));
    }
    answer.moves().forEach(move -> console.line(words(move)));
    answer.why().forEach(console::line);
    if (!answer.feasible()) {
      console.line(answer.status().name());
      return ExitCode.FAILED;
    }
    console.styled(
        "@|bold $%s an hour|@%s, %s, at least $%s, gap %.4f, in %d ms"
            .formatted(
                answer.costPerHour().toPlainString(),
                objective(answer),
                answer.status(),
                answer.lowerBound().toPlainString(),
                answer.gap(),
                answer.timeMillis()));
    return ExitCode.DONE;
  }

  private AllocationProblem problem() {
    AllocationProblem problem = AllocationProblem.read(input.file(), input.offers(console));
    Doubts.egress(EgressTable.of(problem.egress()), console);
    return problem;
  }

  private AllocationSolver solver(Optional<Duration> unlessTold) {
    Optional<Duration> limit = input.limit().or(() -> unlessTold);
    try {
      return new AllocationSolver(
          limit, threads, seed, () -> Thread.currentThread().isInterrupted());
    } catch (IllegalArgumentException e) {
      throw new InputException("--threads: " + e.getMessage(), e);
    }
  }

  /** What latency, weights and started replicas make of the cost; the bound is one of that. */
  private static String objective(Allocation answer) {
    return answer.objectiveMicros() == answer.costMicrosPerHour()
        ? ""
        : ", objective $"
            + BigDecimal.valueOf(answer.objectiveMicros(), 6).stripTrailingZeros().toPlainString();
  }

  private static String words(Move move) {
    return "%6s   %d x %s %s %s %s%s"
        .formatted(
            move.kind().name().toLowerCase(Locale.ROOT),
            move.count(),
            move.cloud(),
            move.zone().isEmpty() ? move.region() : move.zone(),
            move.instanceType(),
            move.purchase().text(),
            move.places().isEmpty()
                ? ""
                : move.places().stream()
                    .map(AllocateCommand::words)
                    .collect(Collectors.joining(", ", ": ", "")));
  }

  private static String words(Share share) {
    return share.replicas() + " " + share.workload();
  }
}
