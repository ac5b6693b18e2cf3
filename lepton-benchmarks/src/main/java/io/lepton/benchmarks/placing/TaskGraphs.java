package io.lepton.benchmarks.placing;

import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.EgressTable;
import io.lepton.schedule.Dependency;
import io.lepton.schedule.Goal;
import io.lepton.schedule.RunTime;
import io.lepton.schedule.Schedule;
import io.lepton.schedule.ScheduleProblem;
import io.lepton.schedule.Scheduler;
import io.lepton.schedule.Task;
import io.lepton.spi.price.Offer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Family C: a chain of 10,000 tasks on 100 offers, and random graphs of 50 tasks. Offers and
 * tariffs are drawn from the real catalog with a published seed; run times are random by task and
 * type. Times include building the model. The hours scale says how much compute weighs against
 * egress: small ones let egress decide.
 */
public final class TaskGraphs {
  private static final int CHAIN = 10_000;
  private static final int OFFERS = 100;
  private static final int ROUNDS = 30;

  private final Catalog catalog;
  private final EgressTable egress;

  /** Reads the catalog of a folder. */
  public TaskGraphs(Path folder) {
    List<Path> files =
        List.of("aws", "azure", "gcp").stream()
            .map(cloud -> folder.resolve(cloud + ".csv"))
            .toList();
    catalog = CatalogAudit.of(Catalog.read(files)).trusted();
    egress = EgressTable.read(List.of(folder.resolve("egress.csv")));
  }

  /** Prints both tables. */
  public static void main(String[] args) {
    TaskGraphs graphs = new TaskGraphs(Path.of(args[0], "catalog"));
    graphs.chains();
    graphs.random();
  }

  private void chains() {
    System.out.println(
        "| chain of 10,000 x 100 | regions | status | egress share | median ms | best ms | CPU ms"
            + " |");
    System.out.println("| --- | ---: | --- | ---: | ---: | ---: | ---: |");
    for (double hours : new double[] {20, 2, 0.2}) {
      ScheduleProblem problem = problem(7, CHAIN, hours, 0);
      double[] wall = new double[ROUNDS];
      double[] cpu = new double[ROUNDS];
      Schedule schedule = null;
      for (int round = 0; round < ROUNDS; round++) {
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long before = System.nanoTime();
        schedule = Scheduler.within(Duration.ofSeconds(5)).solve(problem);
        wall[round] = (System.nanoTime() - before) / 1e6;
        cpu[round] =
            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore) / 1e6;
      }
      Set<String> regions = new HashSet<>();
      problem.offers().forEach(offer -> regions.add(offer.cloud() + offer.region()));
      System.out.printf(
          "| hours x %s | %d | %s | %.3f | %.0f | %.0f | %.0f |%n",
          hours,
          regions.size(),
          schedule == null ? "" : schedule.status(),
          schedule == null ? 0 : schedule.flowMicros() / (double) schedule.costMicros(),
          median(wall),
          Arrays.stream(wall).min().orElse(0),
          median(cpu));
    }
    System.out.println();
  }

  private void random() {
    System.out.println(
        "| 50 tasks, density | hours x | graphs | proven | worst gap | median ms | worst ms |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (double density : new double[] {0.05, 0.1, 0.2, 0.4}) {
      for (double hours : new double[] {20, 2, 0.2}) {
        int graphs = 5;
        int proven = 0;
        double worst = 0;
        double[] millis = new double[graphs];
        for (int seed = 0; seed < graphs; seed++) {
          ScheduleProblem problem = problem(seed, 50, hours, density);
          long before = System.nanoTime();
          Schedule schedule = Scheduler.within(Duration.ofSeconds(5)).solve(problem);
          millis[seed] = (System.nanoTime() - before) / 1e6;
          worst = Math.max(worst, schedule.gap());
          proven += schedule.gap() == 0 ? 1 : 0;
        }
        System.out.printf(
            "| %s | %s | %d | %d | %.4f | %.0f | %.0f |%n",
            density,
            hours,
            graphs,
            proven,
            worst,
            median(millis),
            Arrays.stream(millis).max().orElse(0));
      }
    }
  }

  /** A chain when the density is zero, else a graph with each forward edge at that chance. */
  public ScheduleProblem problem(long seed, int count, double scale, double density) {
    Random random = new Random(seed);
    List<Offer> offers = new ArrayList<>();
    while (offers.size() < OFFERS) {
      Offer offer = catalog.offer(random.nextInt(catalog.size()));
      boolean usable =
          offer.onDemandMicrosPerHour().isPresent()
              && offer.vcpus() >= 4
              && egress.toInternet(offer.cloud(), offer.region()).isPresent();
      if (usable) {
        offers.add(offer);
      }
    }
    List<Task> tasks = new ArrayList<>();
    List<Dependency> dependencies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Double> hours = new HashMap<>();
      for (Offer offer : offers) {
        hours.put(offer.instanceType(), scale * (0.2 + random.nextDouble()) * 8 / offer.vcpus());
      }
      tasks.add(Task.of("task" + i, new RunTime.ByType(hours)));
      for (int j = density == 0 ? Math.max(0, i - 1) : 0; j < i; j++) {
        if (density == 0 || random.nextDouble() < density) {
          dependencies.add(new Dependency("task" + j, "task" + i, random.nextInt(20)));
        }
      }
    }
    return ScheduleProblem.of(offers, egress, tasks, dependencies, Goal.COST);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
