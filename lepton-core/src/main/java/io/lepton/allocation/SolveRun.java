package io.lepton.allocation;

import io.lepton.allocation.pattern.Budget;
import io.lepton.allocation.pattern.Packing;
import io.lepton.allocation.pattern.PackingEngine;
import io.lepton.allocation.pattern.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One search: from a problem to its checked answer. */
final class SolveRun {
  private final AllocationSolver settings;
  private final AllocationProblem problem;
  private final long start = System.nanoTime();
  private final long limitNanos;
  private long compileNanos;

  SolveRun(AllocationSolver settings, AllocationProblem problem) {
    this.settings = settings;
    this.problem = problem;
    Duration limit = settings.limit().or(problem::timeLimit).orElse(AllocationSolver.DEFAULT_LIMIT);
    this.limitNanos = limit.toNanos();
  }

  Allocation run() {
    CompiledProblem compiled = ProblemCompiler.compile(problem);
    Budget whole = search(0);
    compileNanos = System.nanoTime() - start;
    Reserve reserve = new Reserve(limitNanos);
    PackingEngine engine =
        new PackingEngine(
            compiled.model(),
            compiled.lattice(),
            settings.seed(),
            settings.threads(),
            search(reserve.leastNanos()));
    engine.suggest(compiled.currentPatterns());
    if (reserve.unsure(compileNanos)) {
      engine.begin();
      Packing first = engine.best();
      if (first != null) {
        long before = System.nanoTime();
        // What is told only where time is left is told of the last answer.
        Allocation answer = checked(compiled, engine, first, search(limitNanos));
        Budget search = search(reserve.nanos(System.nanoTime() - before));
        if (search.exhausted()) {
          return answer;
        }
        engine.within(search);
      }
    }
    engine.run();
    Packing best = engine.best();
    if (best == null) {
      return nothing(engine, whole);
    }
    return checked(compiled, engine, best, whole);
  }

  /** The time for a search, so that so much is left after it. */
  private Budget search(long keptNanos) {
    return new Budget(start + limitNanos - keptNanos, settings.cancelled());
  }

  /** An answer that passed the independent check. */
  private Allocation checked(
      CompiledProblem compiled, PackingEngine engine, Packing best, Budget whole) {
    Allocation answer = answer(compiled, engine, best, whole);
    List<String> faults = PlanChecker.faults(problem, answer);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "the solver's answer failed its own check, please report the problem: " + faults);
    }
    return answer;
  }

  private Allocation nothing(PackingEngine engine, Budget budget) {
    boolean proven = engine.infeasible();
    List<String> why =
        proven
            ? ConflictFinder.explain(problem, settings.seed(), budget)
            : List.of("no placement was found in the time given; give it more");
    CloudFigures none = new CloudFigures(CloudFigures.OVERALL, 0, 0, 0, 0, 0, 0, 0, 0);
    return new Allocation(
        proven ? Status.INFEASIBLE : Status.UNKNOWN,
        0,
        0,
        0,
        proven ? 0 : engine.lowerBound(),
        List.of(),
        List.of(),
        none,
        List.of(),
        millis(),
        why);
  }

  private Allocation answer(
      CompiledProblem compiled, PackingEngine engine, Packing best, Budget budget) {
    List<InstanceGroup> groups = compiled.decode(best.bins());
    List<Move> moves =
        problem.current().isEmpty()
            ? List.of()
            : MovePlanner.plan(problem, kept(compiled, best, groups), groups);
    List<CloudFigures> figures = Figures.of(problem, compiled.machines(), groups);
    CloudFigures overall = figures.get(figures.size() - 1);
    long egress = EgressBill.micros(problem, groups);
    long cost = overall.microsPerHour() + egress;
    long objective = objective(compiled, best, egress);
    long bound = Math.min(objective, engine.lowerBound());
    Status status = bound == objective ? Status.OPTIMAL : Status.FEASIBLE;
    List<String> why =
        new Explanation(
                problem, settings, compiled, engine, budget, budget.leftNanos() > 2 * compileNanos)
            .lines(status, groups, objective, bound);
    return new Allocation(
        status,
        cost,
        egress,
        objective,
        bound,
        groups,
        figures.subList(0, figures.size() - 1),
        overall,
        moves,
        millis(),
        why);
  }

  private long objective(CompiledProblem compiled, Packing best, long egress) {
    long sum = (long) Math.ceil(problem.objective().beta() * egress);
    for (Map.Entry<Pattern, Long> entry : best.bins().entrySet()) {
      sum += entry.getValue() * entry.getKey().costIn(compiled.model());
    }
    return sum;
  }

  /** Which machines stay: as the search decided, or those that have most in common. */
  private List<MovePlanner.Kept> kept(
      CompiledProblem compiled, Packing best, List<InstanceGroup> groups) {
    if (problem.objective().churn() == 0) {
      return Matching.mostInCommon(problem.current(), groups);
    }
    List<MovePlanner.Kept> kept = new ArrayList<>();
    best.bins()
        .forEach(
            (pattern, count) -> {
              @Nullable InstanceGroup before = compiled.running().get(pattern.kind());
              if (before != null) {
                kept.add(new MovePlanner.Kept(before, compiled.row(pattern, 1), count));
              }
            });
    return kept;
  }

  private long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
