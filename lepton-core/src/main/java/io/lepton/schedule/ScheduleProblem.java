package io.lepton.schedule;

import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.EgressTable;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tasks, what they wait for, and the machines for sale. Every task gets a machine of its own for
 * its run time and pays for that time only. Data that stays in its region moves free and at once;
 * data that leaves it pays the tariff for its volume and takes {@code volume / bandwidth}. Each
 * flow is priced as a month's volume of its own: tariffs are concave, so the sum is never below
 * what a joint bill would say. Two regions without a known tariff are never used for a flow.
 *
 * @param offers machines for sale
 * @param egress tariffs of data transfer
 * @param tasks the work
 * @param dependencies the graph; acyclic, at most one between two tasks
 * @param goal what is wanted
 * @param makespanLimit the schedule must end by then
 * @param costLimitMicros it must not cost more, in millionths of a US dollar
 * @param gibPerHour bandwidth of every flow between regions; infinite when time does not count
 * @param timeLimit how long to search unless the scheduler is told otherwise
 */
public record ScheduleProblem(
    List<Offer> offers,
    EgressTable egress,
    List<Task> tasks,
    List<Dependency> dependencies,
    Goal goal,
    Optional<Duration> makespanLimit,
    OptionalLong costLimitMicros,
    double gibPerHour,
    Optional<Duration> timeLimit) {

  public ScheduleProblem {
    offers = List.copyOf(offers);
    Objects.requireNonNull(egress, "egress");
    tasks = List.copyOf(tasks);
    Objects.requireNonNull(goal, "goal");
    Objects.requireNonNull(makespanLimit, "makespanLimit");
    Objects.requireNonNull(costLimitMicros, "costLimitMicros");
    Objects.requireNonNull(timeLimit, "timeLimit");
    if (!(gibPerHour > 0)) {
      throw new IllegalArgumentException("bandwidth must be above zero, not " + gibPerHour);
    }
    dependencies = TaskOrder.checked(tasks, dependencies);
  }

  /** A problem with a goal, no limits and instant transfers. */
  public static ScheduleProblem of(
      List<Offer> offers,
      EgressTable egress,
      List<Task> tasks,
      List<Dependency> dependencies,
      Goal goal) {
    return new ScheduleProblem(
        offers,
        egress,
        tasks,
        dependencies,
        goal,
        Optional.empty(),
        OptionalLong.empty(),
        Double.POSITIVE_INFINITY,
        Optional.empty());
  }

  /** The same with another goal. */
  public ScheduleProblem withGoal(Goal wanted) {
    return new ScheduleProblem(
        offers,
        egress,
        tasks,
        dependencies,
        wanted,
        makespanLimit,
        costLimitMicros,
        gibPerHour,
        timeLimit);
  }

  /** The same with a makespan limit. */
  public ScheduleProblem withMakespanLimit(Duration limit) {
    return new ScheduleProblem(
        offers,
        egress,
        tasks,
        dependencies,
        goal,
        Optional.of(limit),
        costLimitMicros,
        gibPerHour,
        timeLimit);
  }

  /**
   * Reads a schedule file, YAML or JSON; catalogs that it names are looked up beside it. Offers and
   * prices that a catalog gets wrong are left out.
   *
   * @throws io.lepton.config.InputException naming file, line, field and what was expected
   */
  public static ScheduleProblem read(Path file) {
    return ScheduleReader.read(file, Optional.empty());
  }

  /**
   * Reads a schedule file, with what can be trusted of these offers instead of its own, which it
   * need not have.
   *
   * @throws io.lepton.config.InputException naming file, line, field and what was expected
   */
  public static ScheduleProblem read(Path file, CatalogAudit offers) {
    return ScheduleReader.read(file, Optional.of(offers));
  }
}
