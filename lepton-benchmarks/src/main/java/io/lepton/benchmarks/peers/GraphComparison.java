package io.lepton.benchmarks.peers;

import io.lepton.benchmarks.placing.TaskGraphs;
import io.lepton.schedule.Schedule;
import io.lepton.schedule.ScheduleProblem;
import io.lepton.schedule.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Family C beside peers: {@code GraphComparison DATA CSV DEADLINE_MILLIS THREADS}. Rows are those
 * of {@link Comparison}, and made into tables by {@link Results}; what stands in the CSV already is
 * not measured again.
 */
public final class GraphComparison {
  private final Path csv;
  private final long deadlineMillis;
  private final int threads;
  private final Set<String> known = new HashSet<>();

  private GraphComparison(Path csv, long deadlineMillis, int threads) throws IOException {
    this.csv = csv;
    this.deadlineMillis = deadlineMillis;
    this.threads = threads;
    if (Files.exists(csv)) {
      List<String> rows = Files.readAllLines(csv);
      rows.subList(1, rows.size()).forEach(row -> known.add(Measurement.parse(row).key()));
    } else {
      Files.writeString(csv, Measurement.HEADER + "\n");
    }
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    TaskGraphs graphs = new TaskGraphs(Path.of(args[0], "catalog"));
    GraphComparison comparison =
        new GraphComparison(Path.of(args[1]), Long.parseLong(args[2]), Integer.parseInt(args[3]));
    Map<String, ScheduleProblem> problems = new LinkedHashMap<>();
    for (double hours : new double[] {20, 0.2}) {
      problems.put("chain of 10000 hours x " + hours, graphs.problem(7, 10_000, hours, 0));
    }
    for (double density : new double[] {0.05, 0.1, 0.2, 0.4}) {
      for (double hours : new double[] {20, 0.2}) {
        problems.put(
            "density " + density + " hours x " + hours, graphs.problem(0, 50, hours, density));
      }
    }
    List<GraphContender> peers =
        List.of(
            new GraphContender.ByHand(),
            new GraphContender.ByFlows(new CpSatBackend()),
            new GraphContender.ByRows(new CpSatBackend()),
            new GraphContender.ByFlows(new ScipBackend()),
            new GraphContender.ByRows(new ScipBackend()));
    comparison.warmUp(graphs, peers);
    for (Map.Entry<String, ScheduleProblem> entry : problems.entrySet()) {
      comparison.lepton(entry.getKey(), entry.getValue());
      for (GraphContender peer : peers) {
        boolean chain = entry.getKey().startsWith("chain");
        if (chain || !(peer instanceof GraphContender.ByHand)) {
          comparison.peer(entry.getKey(), entry.getValue(), peer, false);
          comparison.peer(entry.getKey(), entry.getValue(), peer, true);
        }
      }
    }
  }

  private void warmUp(TaskGraphs graphs, List<GraphContender> peers) {
    for (int round = 0; round < 20; round++) {
      ScheduleProblem chain = graphs.problem(round, 1_000, 2, 0);
      Scheduler.within(Duration.ofSeconds(1)).solve(chain);
      peers.get(0).solve(GraphModel.of(chain, true), effort(1000));
    }
    ScheduleProblem small = graphs.problem(1, 12, 2, 0.2);
    Scheduler.within(Duration.ofSeconds(1)).solve(small);
    peers.forEach(peer -> peer.solve(GraphModel.of(small, true), effort(500)));
  }

  private Contender.Effort effort(long millis) {
    return new Contender.Effort(System.nanoTime() + millis * 1_000_000, threads, List.of());
  }

  private void lepton(String name, ScheduleProblem problem) throws IOException {
    measure(
        name,
        Comparison.LEPTON,
        false,
        () -> {
          Schedule schedule = Scheduler.within(Duration.ofMillis(deadlineMillis)).solve(problem);
          return () ->
              !schedule.feasible()
                  ? Cases.Outcome.none((double) schedule.lowerBound(), schedule.status().toString())
                  : GraphModel.costOf(problem, schedule) == schedule.costMicros()
                      ? new Cases.Outcome(
                          (double) schedule.costMicros(), (double) schedule.lowerBound(), "")
                      : Cases.Outcome.none(0, "FAULT the cost is another");
        });
  }

  private void peer(String name, ScheduleProblem problem, GraphContender peer, boolean helped)
      throws IOException {
    measure(
        name,
        peer.name(),
        helped,
        () -> {
          Contender.Effort effort = effort(deadlineMillis);
          GraphModel model = GraphModel.of(problem, helped);
          GraphContender.Answer answer = peer.solve(model, effort);
          return () ->
              answer
                  .choice()
                  .map(choice -> new Cases.Outcome((double) model.cost(choice), answer.bound(), ""))
                  .orElse(Cases.Outcome.none(answer.bound(), answer.note()));
        });
  }

  /** Times a run; what it hands back checks the answer outside of the time. */
  private void measure(
      String problem, String contender, boolean helped, Supplier<Supplier<Cases.Outcome>> run)
      throws IOException {
    Measurement key =
        new Measurement(
            "C", problem, contender, helped, deadlineMillis, threads, 0, 0, 0, 0, 0, "");
    if (!known.add(key.key())) {
      return;
    }
    Memory memory = Memory.reset();
    long began = System.nanoTime();
    Supplier<Cases.Outcome> check = run.get();
    double millis = (System.nanoTime() - began) / 1e6;
    double heap = memory.heapMib();
    double resident = memory.residentMib();
    Cases.Outcome outcome = check.get();
    Measurement row =
        new Measurement(
            "C",
            problem,
            contender,
            helped,
            deadlineMillis,
            threads,
            millis,
            outcome.objective(),
            outcome.bound(),
            heap,
            resident,
            outcome.note());
    Files.writeString(csv, row.csv() + "\n", StandardOpenOption.APPEND);
    System.out.println(row.csv());
  }
}
