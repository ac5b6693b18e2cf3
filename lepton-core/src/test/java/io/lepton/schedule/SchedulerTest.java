package io.lepton.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.allocation.Purchase;
import io.lepton.allocation.Status;
import io.lepton.catalog.EgressTable;
import io.lepton.config.InputException;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {
  private static final String OFFERS =
      """
      offers:
        - {cloud: aws, region: us-east-1, instance_type: m5, vcpus: 4, memory_gib: 16, price_per_hour_usd: 0.2}
        - {cloud: gcp, region: us-east1, instance_type: g2, vcpus: 4, memory_gib: 16, accelerator: L4, accelerator_count: 1, price_per_hour_usd: 0.7, spot_price_per_hour_usd: 0.3}
      """;

  private static Schedule solve(Path folder, String yaml) throws IOException {
    Files.writeString(
        folder.resolve("egress.csv"),
        """
        cloud,from,to,tier_from_gib,tier_to_gib,usd_per_gib
        aws,any,internet,0,,0.09
        """);
    Path file = folder.resolve("schedule.yaml");
    Files.writeString(file, OFFERS + yaml);
    return Scheduler.create().solve(ScheduleProblem.read(file));
  }

  @Test
  void aFileBecomesASchedule(@TempDir Path folder) throws IOException {
    Schedule schedule =
        solve(
            folder,
            """
            egress: egress.csv
            gib_per_hour: 10
            tasks:
              - {name: clean, hours: {m5: 2, "*": 40}}
              - name: train
                work: 600
                throughput: {L4: 200, vcpu: 1}
                allow: {purchase: [on_demand]}
            dependencies: [{from: clean, to: train, gib: 5}]
            """);
    assertThat(schedule.status()).isEqualTo(Status.OPTIMAL);
    // 2 h at 0.20, 5 GiB at 0.09, 3 h at 0.70.
    assertThat(schedule.costMicros()).isEqualTo(400_000 + 450_000 + 2_100_000);
    assertThat(schedule.flowMicros()).isEqualTo(450_000);
    assertThat(schedule.makespan()).isEqualTo(Duration.ofMinutes(120 + 30 + 180));
    assertThat(schedule.placements().get(1))
        .isEqualTo(
            new Placement(
                "train",
                "gcp",
                "us-east1",
                "",
                "g2",
                Purchase.ON_DEMAND,
                9_000_000,
                19_800_000,
                2_100_000));
    assertThat(schedule.toJson())
        .contains("\"status\" : \"OPTIMAL\"")
        .contains("\"cost_usd\" : 2.95")
        .contains("\"makespan_hours\" : 5.5");
    assertThat(schedule.why())
        .anySatisfy(line -> assertThat(line).contains("task train costs most"));
  }

  @Test
  void aFlowWithoutATariffIsNotUsed(@TempDir Path folder) throws IOException {
    String tasks =
        """
        egress: egress.csv
        tasks:
          - {name: one, hours: {g2: 1}}
          - {name: two, hours: {m5: 1, g2: 50}}
        dependencies: [{from: one, to: two, gib: 5}]
        """;
    // There is no tariff out of gcp, so both stay there, however long it takes.
    assertThat(solve(folder, tasks).placements())
        .extracting(Placement::cloud)
        .containsExactly("gcp", "gcp");
    Schedule none = solve(folder, tasks.replace(", g2: 50", ""));
    assertThat(none.status()).isEqualTo(Status.INFEASIBLE);
    assertThat(none.why()).first().asString().contains("no known tariff");
    for (String limits : List.of("max_hours: 99\n", "goal: makespan\nmax_usd: 99\n")) {
      Schedule limited = solve(folder, limits + tasks.replace(", g2: 50", ""));
      assertThat(limited.status()).isEqualTo(Status.INFEASIBLE);
      assertThat(limited.why()).first().asString().contains("no known tariff");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.017", "0.009", "0.07", "1.001", "1"})
  void whatTakesTheMakespanLimitToTheMillisecondKeepsIt(String hours, @TempDir Path folder)
      throws IOException {
    String tasks = "tasks: [{name: a, hours: {m5: %1$s}}]\nmax_hours: %1$s".formatted(hours);
    Schedule schedule = solve(folder, tasks);
    assertThat(schedule.status()).isEqualTo(Status.OPTIMAL);
    assertThat(schedule.makespanMillis())
        .isEqualTo(new BigDecimal(hours).multiply(BigDecimal.valueOf(3_600_000)).longValueExact());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tasks: [{name: a, hours: {m6: 1}}]|no offer fits task a: no offer is a 'm6'; did you mean 'm5'?",
        "tasks: [{name: a, work: 1, throughput: {L40: 1}}]|no offer fits task a: no offer has the accelerator 'L40'; did you mean 'L4'?",
        "tasks: [{name: a, hours: {m5: 1}, demand: {vcpus: 9}}]|no offer fits task a: a takes 9 vCPUs of one machine, and the most in an offer that is otherwise right is 4",
        "tasks: [{name: a, hours: {m5: 1}, allow: {clouds: [awz]}}]|no offer fits task a: no offer is in the cloud 'awz'; did you mean 'aws'?",
        "tasks: [{name: a, hours: {m5: 2}}], max_hours: 1|no schedule keeps the makespan limit of 1.00 h; the quickest found takes 2.00 h",
        "tasks: [{name: a, hours: {m5: 1.003}}], max_hours: 1.0005|no schedule keeps the makespan limit of 1.00 h (3601800 ms); the quickest found takes 1.00 h (3610800 ms)",
        "tasks: [{name: a, hours: {m5: 1.006}}], max_hours: 1, goal: makespan|no schedule ends before 1.01 h (3621600 ms)",
        "tasks: [{name: a, hours: {m5: 2}}], max_hours: 1, max_usd: 9, goal: makespan|no schedule keeps the makespan limit of 1.00 h; the quickest found takes 2.00 h",
        "tasks: [{name: a, hours: {m5: 2}}], max_usd: 0.1|no schedule costs less than 0.4 USD",
      })
  void whatCannotBeSaysWhy(String yaml, String reason, @TempDir Path folder) throws IOException {
    Schedule schedule = solve(folder, yaml.replace(", max", "\nmax").replace(", goal", "\ngoal"));
    assertThat(schedule.status()).isEqualTo(Status.INFEASIBLE);
    assertThat(schedule.why()).first().asString().startsWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tasks: [{name: a, ours: {m5: 1}}]|:4: tasks[0].ours is no known key; did you mean 'hours'?",
        "tasks: [{name: a}]|:4: tasks[0] it needs the key 'work'",
        "tasks: [{name: a, hours: {m5: x}}]|:4: tasks[0].hours.m5 must be a number, not 'x'",
        "tasks: [{name: a, hours: {m5: 1}, work: 3}]|:4: tasks[0].hours and work exclude each other",
        "tasks: [{name: a, work: 1, throughput: {'': 1}}]|:4: tasks[0].throughput is wrong: name each",
        "tasks: [{name: a, hours: {m5: 1}}, {name: a, hours: {m5: 1}}]|:4: tasks[1].name 'a' stands twice",
        "tasks: [{name: ab, hours: {m5: 1}}], dependencies: [{from: ab, to: ac}]|:5: dependencies[0].to names no task: 'ac'; did you mean 'ab'?",
        "tasks: [{name: a, hours: {m5: 1}}, {name: b, hours: {m5: 1}}], dependencies: [{from: a, to: b}, {from: a, to: b}]|:5: dependencies is wrong: the dependency from a to b stands twice",
        "goal: cheap|needs the key 'tasks'",
      })
  void errorsNameLineAndField(String yaml, String message, @TempDir Path folder) {
    assertThatThrownBy(() -> solve(folder, yaml.replace("], dep", "]\ndep")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void circlesAndUnknownTasksAreRefused() {
    List<Task> tasks = List.of(task("a"), task("b"));
    assertThatThrownBy(
            () -> problem(tasks, List.of(new Dependency("a", "b", 0), new Dependency("b", "a", 0))))
        .hasMessage("the tasks wait for each other in a circle: a -> b -> a");
    assertThatThrownBy(() -> problem(tasks, List.of(new Dependency("a", "c", 0))))
        .hasMessage("a dependency names no task: 'c'; did you mean 'a'?");
    assertThatThrownBy(() -> problem(List.of(task("a"), task("a")), List.of()))
        .hasMessageContaining("task a stands twice");
  }

  private static Task task(String name) {
    return Task.of(name, new RunTime.ByType(Map.of("*", 1.0)));
  }

  private static ScheduleProblem problem(List<Task> tasks, List<Dependency> dependencies) {
    return ScheduleProblem.of(List.of(), EgressTable.empty(), tasks, dependencies, Goal.COST);
  }

  /** A chain is solved by elimination; here against the plain recursion over all offers. */
  @Test
  void aLongChainIsExact() {
    Random random = new Random(3);
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      offers.add(
          new Offer(
              i % 3 == 0 ? "a" : "b",
              "r" + i % 10,
              "",
              "t" + i,
              4,
              8,
              "",
              0,
              OptionalLong.of(100_000 + random.nextInt(900_000)),
              OptionalLong.empty()));
    }
    EgressTable egress =
        EgressTable.of(
            List.of(
                new EgressTier("a", "any", "internet", 0, Double.POSITIVE_INFINITY, 90_000),
                new EgressTier("b", "any", "internet", 0, Double.POSITIVE_INFINITY, 120_000),
                new EgressTier("a", "any", "other-region", 0, Double.POSITIVE_INFINITY, 20_000),
                new EgressTier("b", "any", "other-region", 0, Double.POSITIVE_INFINITY, 10_000)));
    List<Task> tasks = new ArrayList<>();
    List<Dependency> dependencies = new ArrayList<>();
    double[][] hours = new double[400][offers.size()];
    double[] gib = new double[400];
    for (int i = 0; i < hours.length; i++) {
      Map<String, Double> byType = new java.util.HashMap<>();
      for (int t = 0; t < offers.size(); t++) {
        hours[i][t] = 1 + random.nextInt(100) / 25.0;
        byType.put("t" + t, hours[i][t]);
      }
      tasks.add(Task.of("task" + i, new RunTime.ByType(byType)));
      gib[i] = random.nextInt(40);
      if (i > 0) {
        dependencies.add(new Dependency("task" + (i - 1), "task" + i, gib[i]));
      }
    }
    Schedule schedule =
        Scheduler.within(Duration.ofSeconds(30))
            .solve(ScheduleProblem.of(offers, egress, tasks, dependencies, Goal.COST));
    assertThat(schedule.status()).isEqualTo(Status.OPTIMAL);
    assertThat(schedule.costMicros()).isEqualTo(plainRecursion(offers, hours, gib));
  }

  private static long plainRecursion(List<Offer> offers, double[][] hours, double[] gib) {
    long[] best = new long[offers.size()];
    for (int i = 0; i < hours.length; i++) {
      long[] next = new long[best.length];
      for (int to = 0; to < best.length; to++) {
        long least = Long.MAX_VALUE;
        for (int from = 0; from < best.length; from++) {
          Offer source = offers.get(from);
          Offer target = offers.get(to);
          double usd = i == 0 ? 0 : usdPerGib(source, target);
          least = Math.min(least, best[from] + Math.round(usd * gib[i] * 1e6));
        }
        next[to] =
            least + Math.round(offers.get(to).onDemandMicrosPerHour().orElseThrow() * hours[i][to]);
      }
      best = next;
    }
    return java.util.Arrays.stream(best).min().orElseThrow();
  }

  private static double usdPerGib(Offer source, Offer target) {
    boolean fromA = source.cloud().equals("a");
    if (!source.cloud().equals(target.cloud())) {
      return fromA ? 0.09 : 0.12;
    }
    return source.region().equals(target.region()) ? 0 : fromA ? 0.02 : 0.01;
  }

  @Test
  void timesReadTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Schedule.hours(9_000_000)).isEqualTo("2.50 h");
      assertThat(Schedule.hours(1_500)).isEqualTo("1.5 s");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aCancelledSearchEndsWithWhatItHas() {
    ScheduleProblem problem = Oracle.problem(new Random(4), 5).withGoal(Goal.MAKESPAN);
    Schedule schedule =
        Scheduler.within(Duration.ofHours(1)).cancelledBy(() -> true).solve(problem);
    assertThat(schedule.feasible()).isTrue();
    assertThat(schedule.lowerBound()).isLessThanOrEqualTo(schedule.makespanMillis());
  }
}
