package io.lepton.allocation;

import io.lepton.allocation.pattern.Budget;
import io.lepton.allocation.pattern.PackingEngine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Says what decides an answer's cost: limits and their prices, the next replica, other clouds. */
final class Explanation {
  private static final int LISTED = 5;

  private final AllocationProblem problem;
  private final AllocationSolver settings;
  private final CompiledProblem compiled;
  private final PackingEngine engine;
  private final Budget budget;
  private final boolean timeForMore;

  Explanation(
      AllocationProblem problem,
      AllocationSolver settings,
      CompiledProblem compiled,
      PackingEngine engine,
      Budget budget,
      boolean timeForMore) {
    this.problem = problem;
    this.settings = settings;
    this.compiled = compiled;
    this.engine = engine;
    this.budget = budget;
    this.timeForMore = timeForMore;
  }

  List<String> lines(Status status, List<InstanceGroup> groups, long objective, long bound) {
    List<String> why = new ArrayList<>();
    why.add(
        status == Status.OPTIMAL
            ? "proven optimal: no placement is cheaper than " + Money.text(objective)
            : "at most "
                + percent(objective == 0 ? 0 : 100.0 * (objective - bound) / objective)
                + "% above the cheapest: nothing can cost less than "
                + Money.text(bound));
    spot(groups, why);
    quotas(why);
    replicas(why);
    clouds(groups, why);
    return why;
  }

  private void spot(List<InstanceGroup> groups, List<String> why) {
    long spot =
        groups.stream()
            .filter(group -> group.purchase() == Purchase.SPOT)
            .mapToLong(InstanceGroup::count)
            .sum();
    if (spot > 0) {
      why.add(
          spot
              + " of "
              + groups.stream().mapToLong(InstanceGroup::count).sum()
              + " instances are spot and can be taken away; allow on_demand alone to avoid that");
    }
  }

  private record Limit(String text, double saving) {}

  private void quotas(List<String> why) {
    List<Limit> binding = new ArrayList<>();
    double[] prices = engine.quotaPrices();
    for (int q = 0; q < problem.quotas().size(); q++) {
      double dual = prices[q];
      if (dual > 0) {
        binding.add(new Limit(problem.quotas().get(q).describe(), dual * 1e6));
      }
    }
    binding.sort(Comparator.comparingDouble(Limit::saving).reversed());
    for (int i = 0; i < Math.min(LISTED, binding.size()); i++) {
      Limit limit = binding.get(i);
      why.add(
          (i == 0 ? "lift first: " : "binding: ")
              + limit.text()
              + "; one more unit of it saves about "
              + Money.about(limit.saving()));
    }
  }

  private void replicas(List<String> why) {
    List<Limit> next = new ArrayList<>();
    double[] prices = engine.needPrices();
    for (int j = 0; j < prices.length; j++) {
      Workload workload = problem.workloads().get(j);
      double units =
          workload.need() instanceof Need.Load load && load.requestsPerSecond() > 0
              ? compiled.model().need()[j] / load.requestsPerSecond()
              : 1;
      double price = prices[j] * units;
      if (price > 0) {
        String what = workload.need() instanceof Need.Load ? "request per second" : "replica";
        next.add(new Limit("one more " + what + " of " + workload.name(), price));
      }
    }
    next.sort(Comparator.comparingDouble(Limit::saving).reversed());
    next.stream()
        .limit(LISTED)
        .forEach(limit -> why.add(limit.text() + " costs about " + Money.about(limit.saving())));
  }

  /** What the whole placement would cost without the cloud that carries most of it. */
  private void clouds(List<InstanceGroup> groups, List<String> why) {
    if (!timeForMore || groups.isEmpty()) {
      return;
    }
    TreeSet<String> all = new TreeSet<>();
    problem.offers().forEach(offer -> all.add(offer.cloud()));
    if (all.size() < 2) {
      return;
    }
    List<CloudFigures> figures = Figures.of(problem, compiled.machines(), groups);
    String main =
        figures.subList(0, figures.size() - 1).stream()
            .max(Comparator.comparingLong(CloudFigures::microsPerHour))
            .map(CloudFigures::cloud)
            .orElse("");
    AllocationProblem without =
        problem.toBuilder()
            .replaceOffers(
                problem.offers().stream().filter(offer -> !offer.cloud().equals(main)).toList())
            .build();
    CompiledProblem other = ProblemCompiler.compile(without);
    PackingEngine second =
        new PackingEngine(other.model(), other.lattice(), settings.seed(), budget);
    second.quick();
    if (second.infeasible()) {
      why.add("without " + main + " there is no placement");
    } else {
      var best = second.best();
      if (best != null) {
        why.add("without " + main + " the objective would be at most " + Money.text(best.cost()));
      }
    }
  }

  private static String percent(double value) {
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }
}
