package io.lepton.benchmarks.placing;

import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.Objective;
import io.lepton.allocation.Purchase;
import io.lepton.allocation.Share;
import io.lepton.allocation.Workload;
import io.lepton.autoscale.Autoscaler;
import io.lepton.autoscale.FixedFleet;
import io.lepton.autoscale.Forecaster;
import io.lepton.autoscale.HoltWinters;
import io.lepton.autoscale.LoadFiles;
import io.lepton.autoscale.LoadSeries;
import io.lepton.autoscale.Reactive;
import io.lepton.autoscale.ScaledWorkload;
import io.lepton.autoscale.Scaler;
import io.lepton.autoscale.ScalingPolicy;
import io.lepton.autoscale.SimulationReport;
import io.lepton.autoscale.Simulator;
import io.lepton.autoscale.ThresholdScaler;
import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.OfferFilter;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Replays a load of seven days against real prices with a fixed fleet, a threshold scaler and the
 * autoscaler, reactive and by forecast. The days are made of a one-hour trace of requests to a
 * language model: its bursts, a hundred times as many, laid end to end from random places under a
 * daily curve whose night has a fifth of its day (see {@link LoadSeries#asDays}).
 */
public final class Autoscaling {
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration START_UP = Duration.ofMinutes(5);

  /** Starting a replica is worth an A100's five minutes of starting up, ten times over. */
  private static final double CHURN = 2;

  private static final Map<String, Double> RATES =
      Map.of("T4", 0.9, "L4", 2.1, "A10G", 2.6, "A100", 9.5);

  private Autoscaling() {}

  /** Prints the table. */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    LoadSeries hour =
        LoadFiles.arrivals(folder.resolve("load/llm-code-2023-11-16.csv"), "TIMESTAMP", STEP);
    LoadSeries load = hour.between(0, hour.size() - 1).times(100).asDays(7, 0.2, 1);
    ScaledWorkload workload = ScaledWorkload.byThroughput(problem(folder), "llm");
    AllocationSolver solver = AllocationSolver.within(Duration.ofMillis(100));
    double[] sorted = load.values();
    Arrays.sort(sorted);
    System.out.printf(
        "%d steps of %s, %.1f requests a second on average, %.1f at most%n%n",
        load.size(), STEP, Arrays.stream(sorted).average().orElse(0), sorted[sorted.length - 1]);
    System.out.println("| scaler | USD | unmet | short steps | moves | utilisation |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    double peak = sorted[sorted.length - 1];
    double most = sorted[(int) (sorted.length * 0.99)];
    print("fixed for the peak", workload, load, fleet(workload, solver, peak));
    print("fixed for 99 % of steps", workload, load, fleet(workload, solver, most));
    InstanceGroup machine = cheapestPerRate(workload, problem(folder), most);
    print(
        "threshold 80/50 %, " + machine.instanceType(),
        workload,
        load,
        new ThresholdScaler(workload, machine, 0.8, 0.5, 0.25, Duration.ofMinutes(5)));
    print("autoscaler, reactive", workload, load, scaler(workload, new Reactive(3), solver));
    print(
        "autoscaler, Holt-Winters",
        workload,
        load,
        scaler(workload, new HoltWinters(288, 1, 288 * 7), solver));
  }

  private static Scaler scaler(
      ScaledWorkload workload, Forecaster forecaster, AllocationSolver solver) {
    ScalingPolicy policy =
        new ScalingPolicy(
            0.8, START_UP.plus(STEP), Duration.ofHours(1), 0.1, 0, OptionalLong.empty());
    return new Autoscaler(workload, forecaster, policy, STEP, solver);
  }

  private static Scaler fleet(ScaledWorkload workload, AllocationSolver solver, double load) {
    return new FixedFleet(
        new Autoscaler(
                workload,
                (history, steps) -> new double[] {load},
                new ScalingPolicy(1, STEP, STEP, 0, 0, OptionalLong.empty()),
                STEP,
                solver)
            .decide(Instant.EPOCH, load)
            .placement());
  }

  private static AllocationProblem problem(Path folder) {
    Catalog catalog = Catalog.read(folder.resolve("catalog/aws.csv"));
    List<Offer> offers =
        CatalogAudit.of(catalog)
            .trusted()
            .where(
                OfferFilter.all()
                    .regions(List.of("us-east-1"))
                    .accelerators(List.copyOf(RATES.keySet()))
                    .priced(OfferFilter.Priced.ON_DEMAND)
                    .build())
            .offers();
    return AllocationProblem.builder()
        .offers(offers)
        .workload(Workload.load("llm", 1, RATES).purchases(Purchase.ON_DEMAND).build())
        .objective(new Objective(0, 1, CHURN))
        .build();
  }

  /** The machine type that serves a request cheapest, as many as a start at this load takes. */
  private static InstanceGroup cheapestPerRate(
      ScaledWorkload workload, AllocationProblem problem, double load) {
    return problem.offers().stream()
        .filter(offer -> offer.acceleratorCount() >= 1)
        .map(offer -> group(offer, 1))
        .min(
            Comparator.comparingDouble(
                group ->
                    workload.microsPerHour(List.of(group)) / workload.capacity(List.of(group))))
        .map(
            group ->
                new InstanceGroup(
                    group.cloud(),
                    group.region(),
                    group.zone(),
                    group.instanceType(),
                    group.purchase(),
                    Math.max(1, (long) Math.ceil(load / workload.capacity(List.of(group)))),
                    group.places()))
        .orElseThrow();
  }

  private static InstanceGroup group(Offer offer, long count) {
    return new InstanceGroup(
        offer.cloud(),
        offer.region(),
        offer.zone(),
        offer.instanceType(),
        Purchase.ON_DEMAND,
        count,
        List.of(new Share("llm", (long) offer.acceleratorCount())));
  }

  private static void print(String name, ScaledWorkload workload, LoadSeries load, Scaler scaler) {
    SimulationReport report = new Simulator(workload, START_UP).replay(load, scaler);
    System.out.printf(
        "| %s | %.2f | %.3f %% | %d | %d | %.0f %% |%n",
        name,
        report.costMicros() / 1e6,
        report.unmetShare() * 100,
        report.shortSteps(),
        report.moves(),
        report.utilisation() * 100);
  }
}
