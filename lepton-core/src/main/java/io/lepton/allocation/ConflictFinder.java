package io.lepton.allocation;

import io.lepton.allocation.pattern.Budget;
import io.lepton.allocation.pattern.PackingEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds a smallest conflict of an infeasible problem by the deletion filter (Chinneck and Dravnieks
 * 1991): every rule is left out once, and stays out when the rest is still infeasible. What remains
 * is a conflict of which no rule can be spared.
 */
final class ConflictFinder {

  /** A rule: how it reads, and the problem without it. */
  private record Rule(String text, Function<AllocationProblem, AllocationProblem> without) {}

  private ConflictFinder() {}

  /** Explains why there is no answer, one sentence a rule of the conflict. */
  static List<String> explain(AllocationProblem problem, long seed, Budget budget) {
    List<String> conflict = new ArrayList<>();
    AllocationProblem rest =
        problem.toBuilder().objective(Objective.COST).current(List.of()).build();
    for (Rule rule : rules(problem)) {
      Optional<AllocationProblem> smaller = Optional.of(rule.without().apply(rest));
      if (!budget.exhausted() && infeasible(smaller.get(), seed, budget)) {
        rest = smaller.get();
      } else {
        conflict.add(rule.text());
      }
    }
    List<String> why = new ArrayList<>();
    why.add(
        conflict.size() == 1
            ? "no placement exists: " + conflict.get(0) + " cannot be met"
            : "no placement exists; these rules exclude each other: "
                + String.join("; ", conflict));
    if (budget.exhausted()) {
      why.add("time ran out before the conflict was proven smallest; some rules may not matter");
    } else if (conflict.size() > 1) {
      why.add("any one of them given up makes a placement possible");
    }
    for (Workload workload : rest.workloads()) {
      NoFit.reason(problem.offers(), workload).ifPresent(why::add);
    }
    return why;
  }

  private static boolean infeasible(AllocationProblem problem, long seed, Budget budget) {
    if (problem.workloads().isEmpty()) {
      return false;
    }
    CompiledProblem compiled = ProblemCompiler.compile(problem);
    PackingEngine engine = new PackingEngine(compiled.model(), 1, seed, budget);
    return !engine.feasible() && engine.infeasible();
  }

  private static List<Rule> rules(AllocationProblem problem) {
    List<Rule> rules = new ArrayList<>();
    for (Workload workload : problem.workloads()) {
      rules.add(
          new Rule("the demand of " + workload.name(), from -> without(from, workload.name())));
    }
    for (Workload workload : problem.workloads()) {
      if (workload.spread().filter(spread -> spread.atLeast() > 1).isPresent()) {
        Spread spread = workload.spread().get();
        rules.add(
            new Rule(
                "the spread of "
                    + workload.name()
                    + " over "
                    + spread.atLeast()
                    + " "
                    + spread.over().text()
                    + "s",
                from -> replace(from, workload.name(), ConflictFinder::unspread)));
      }
      if (!workload.allow().equals(Allow.ANYWHERE)) {
        rules.add(
            new Rule(
                "the allow list of " + workload.name(),
                from -> replace(from, workload.name(), ConflictFinder::unrestricted)));
      }
    }
    for (Quota quota : problem.quotas()) {
      rules.add(
          new Rule(
              quota.describe(),
              from ->
                  from.toBuilder()
                      .replaceQuotas(
                          from.quotas().stream().filter(other -> !other.equals(quota)).toList())
                      .build()));
    }
    return rules;
  }

  private static AllocationProblem without(AllocationProblem from, String name) {
    return from.toBuilder()
        .replaceWorkloads(
            from.workloads().stream().filter(other -> !other.name().equals(name)).toList())
        .replaceTransfers(
            from.transfers().stream().filter(other -> !other.to().equals(name)).toList())
        .build();
  }

  private static AllocationProblem replace(
      AllocationProblem from, String name, Function<Workload, Workload> change) {
    return from.toBuilder()
        .replaceWorkloads(
            from.workloads().stream()
                .map(other -> other.name().equals(name) ? change.apply(other) : other)
                .toList())
        .build();
  }

  private static Workload unspread(Workload workload) {
    return new Workload(
        workload.name(),
        workload.need(),
        workload.demand(),
        workload.accelerator(),
        workload.allow(),
        Optional.empty(),
        workload.latencyMillis());
  }

  private static Workload unrestricted(Workload workload) {
    return new Workload(
        workload.name(),
        workload.need(),
        workload.demand(),
        workload.accelerator(),
        Allow.ANYWHERE,
        workload.spread(),
        workload.latencyMillis());
  }
}
