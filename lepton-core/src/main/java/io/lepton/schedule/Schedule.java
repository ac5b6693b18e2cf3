package io.lepton.schedule;

import io.lepton.allocation.Status;
import io.lepton.json.JsonTree;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An answer: where every task runs, and how far from the best it can be at most. Times are
 * milliseconds, costs millionths of a US dollar. Immutable.
 *
 * @param status OPTIMAL when the goal's value is proven least
 * @param goal what was asked for; COST for the points of a Pareto front
 * @param costMicros machines and data transfer
 * @param flowMicros the data transfer between tasks in it
 * @param makespanMillis when the last task has ended
 * @param lowerBound no schedule within the limits has less of the goal: cost or makespan
 * @param placements one a task, in the problem's order; empty when there is no schedule
 * @param searchMillis how long the search took
 * @param why what decides the answer, for people
 */
public record Schedule(
    Status status,
    Goal goal,
    long costMicros,
    long flowMicros,
    long makespanMillis,
    long lowerBound,
    List<Placement> placements,
    long searchMillis,
    List<String> why) {

  /** A time as people read it shows so much: a hundredth of an hour. */
  private static final long MILLIS_SHOWN = 36_000;

  public Schedule {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(goal, "goal");
    placements = List.copyOf(placements);
    why = List.copyOf(why);
  }

  /** Whether there is a schedule. */
  public boolean feasible() {
    return status == Status.OPTIMAL || status == Status.FEASIBLE;
  }

  /** Machines and data transfer, US dollars. */
  public BigDecimal cost() {
    return usd(costMicros);
  }

  /** From the first task's start to the last one's end. */
  public Duration makespan() {
    return Duration.ofMillis(makespanMillis);
  }

  /** How much of the goal's value could be saved at most, as a share of it: 0 when optimal. */
  public double gap() {
    long value = goal == Goal.MAKESPAN ? makespanMillis : costMicros;
    return !feasible() || value <= lowerBound ? 0 : (value - lowerBound) / (double) value;
  }

  /** This answer as one JSON document. */
  public String toJson() {
    return JsonTree.pretty(ScheduleJson.write(this));
  }

  /** A time as people read it: {@code 2.50 h}, and {@code 1.5 s} below a hundredth of an hour. */
  public static String hours(long millis) {
    return millis > 0 && millis < MILLIS_SHOWN
        ? String.format(Locale.ROOT, "%.1f s", millis / 1e3)
        : String.format(Locale.ROOT, "%.2f h", millis / 3.6e6);
  }

  /** A time that is compared with another: to the millisecond where {@link #hours} rounds it. */
  static String exactly(long millis) {
    return millis % MILLIS_SHOWN == 0 ? hours(millis) : hours(millis) + " (" + millis + " ms)";
  }

  static BigDecimal usd(long micros) {
    BigDecimal value = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return value.scale() < 0 ? value.setScale(0) : value;
  }
}
