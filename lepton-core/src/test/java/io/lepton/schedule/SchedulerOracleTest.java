package io.lepton.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.allocation.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every mode against the enumeration of all schedules of tiny graphs. */
class SchedulerOracleTest {
  private static final Scheduler SCHEDULER = Scheduler.within(Duration.ofSeconds(20));

  @Property(tries = 400)
  void leastCostIsTheLeastOfAllSchedules(@ForAll long seed) {
    ScheduleProblem problem = Oracle.problem(new Random(seed), 5);
    long least = least(Oracle.cheapestByMakespan(problem));
    Schedule schedule = SCHEDULER.solve(problem);
    assertThat(schedule.status()).isEqualTo(Status.OPTIMAL);
    assertThat(schedule.costMicros()).isEqualTo(least);
    assertThat(schedule.lowerBound()).isEqualTo(least);
  }

  @Property(tries = 300)
  void branchAndBoundFindsTheSameAsElimination(@ForAll long seed) {
    ScheduleProblem problem = Oracle.problem(new Random(seed), 5);
    long least = least(Oracle.cheapestByMakespan(problem));
    Model model = new Model(problem, Model.Keep.CHEAPEST);
    Deadline deadline = Deadline.in(Duration.ofSeconds(20), () -> false);
    Found found = new CostSearch(model, Long.MAX_VALUE, deadline, 0).run();
    assertThat(found.value()).isEqualTo(least);
    assertThat(found.bound()).isEqualTo(least);
  }

  @Property(tries = 300)
  void leastCostWithinAMakespanIsTheLeastOfAllInTime(@ForAll long seed) {
    Random random = new Random(seed);
    ScheduleProblem problem = Oracle.problem(random, 5);
    NavigableMap<Long, Long> cheapest = Oracle.cheapestByMakespan(problem);
    List<Long> makespans = new ArrayList<>(cheapest.keySet());
    long limit = makespans.get(random.nextInt(makespans.size())) - random.nextInt(2);
    Map<Long, Long> inTime = cheapest.headMap(limit, true);
    Schedule schedule =
        SCHEDULER.solve(problem.withMakespanLimit(Duration.ofMillis(Math.max(0, limit))));
    if (limit >= 0 && !inTime.isEmpty()) {
      assertThat(schedule.costMicros()).isEqualTo(least(inTime));
      assertThat(schedule.status()).isEqualTo(Status.OPTIMAL);
      assertThat(schedule.makespanMillis()).isLessThanOrEqualTo(limit);
    } else if (limit >= 0) {
      assertThat(schedule.status()).isEqualTo(Status.INFEASIBLE);
    }
    if (limit >= 0 && !inTime.isEmpty()) {
      Found dual =
          new CostSearch(
                  new Model(problem, Model.Keep.UNDOMINATED),
                  limit,
                  Deadline.in(Duration.ofSeconds(20), () -> false),
                  0)
              .run();
      assertThat(dual.value()).isEqualTo(least(inTime));
      assertThat(dual.proven()).isTrue();
    }
  }

  @Property(tries = 400)
  void leastMakespanIsTheLeastOfAllSchedules(@ForAll long seed) {
    ScheduleProblem problem = Oracle.problem(new Random(seed), 5);
    NavigableMap<Long, Long> cheapest = Oracle.cheapestByMakespan(problem);
    Schedule schedule = SCHEDULER.solve(problem.withGoal(Goal.MAKESPAN));
    assertThat(schedule.makespanMillis()).isEqualTo(cheapest.firstKey());
    assertThat(schedule.status()).isEqualTo(Status.OPTIMAL);
    assertThat(schedule.costMicros()).isEqualTo(cheapest.firstEntry().getValue());
  }

  @Property(tries = 100)
  void leastMakespanWithinACostIsTheLeastOfAllAffordable(@ForAll long seed) {
    Random random = new Random(seed);
    ScheduleProblem problem = Oracle.problem(random, 4);
    NavigableMap<Long, Long> cheapest = Oracle.cheapestByMakespan(problem);
    List<Long> costs = new ArrayList<>(cheapest.values());
    long limit = costs.get(random.nextInt(costs.size()));
    long expected =
        cheapest.entrySet().stream()
            .filter(entry -> entry.getValue() <= limit)
            .mapToLong(Map.Entry::getKey)
            .min()
            .orElseThrow();
    Schedule schedule =
        SCHEDULER.solve(
            new ScheduleProblem(
                problem.offers(),
                problem.egress(),
                problem.tasks(),
                problem.dependencies(),
                Goal.MAKESPAN,
                problem.makespanLimit(),
                OptionalLong.of(limit),
                problem.gibPerHour(),
                problem.timeLimit()));
    assertThat(schedule.makespanMillis()).isEqualTo(expected);
    assertThat(schedule.costMicros()).isLessThanOrEqualTo(limit);
    assertThat(schedule.status()).isEqualTo(Status.OPTIMAL);
  }

  @Property(tries = 300)
  void theFrontHoldsEveryPointThatNoOtherBeats(@ForAll long seed) {
    ScheduleProblem problem = Oracle.problem(new Random(seed), 4);
    NavigableMap<Long, Long> expected = undominated(Oracle.cheapestByMakespan(problem));
    ParetoFront front = SCHEDULER.front(problem);
    NavigableMap<Long, Long> found = new TreeMap<>();
    front.schedules().forEach(point -> found.put(point.makespanMillis(), point.costMicros()));
    if (front.coverage() == ParetoFront.Coverage.COMPLETE) {
      assertThat(found).isEqualTo(expected);
    } else {
      assertThat(expected).containsAllEntriesOf(found);
      assertThat(found.lastKey()).isEqualTo(expected.lastKey());
    }
  }

  private static NavigableMap<Long, Long> undominated(Map<Long, Long> cheapest) {
    NavigableMap<Long, Long> front = new TreeMap<>();
    long least = Long.MAX_VALUE;
    for (Map.Entry<Long, Long> entry : cheapest.entrySet()) {
      if (entry.getValue() < least) {
        least = entry.getValue();
        front.put(entry.getKey(), least);
      }
    }
    return front;
  }

  private static long least(Map<Long, Long> cheapest) {
    return cheapest.values().stream().mapToLong(Long::longValue).min().orElseThrow();
  }
}
