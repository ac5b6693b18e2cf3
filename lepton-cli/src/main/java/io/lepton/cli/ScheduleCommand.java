package io.lepton.cli;

import io.lepton.schedule.Goal;
import io.lepton.schedule.ParetoFront;
import io.lepton.schedule.Placement;
import io.lepton.schedule.Schedule;
import io.lepton.schedule.ScheduleProblem;
import io.lepton.schedule.Scheduler;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Places a task graph. */
@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    header = "Places a task graph over clouds: least cost, least makespan, or the front of both.",
    description = {
      "",
      "Every answer carries a proven lower bound. Doubtful catalog prices are left out "
          + "and counted on standard error. Ends with code 1 when no schedule exists or none "
          + "was found in time."
    })
final class ScheduleCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();

  @Mixin private final PlacingInput input = new PlacingInput();

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      description = "Instead of the file's: ${COMPLETION-CANDIDATES}.")
  private @Nullable Goal goal;

  @Override
  public Integer call() {
    ScheduleProblem problem = ScheduleProblem.read(input.file(), input.offers(console));
    Doubts.egress(problem.egress(), console);
    if (goal != null) {
      problem = problem.withGoal(goal);
    }
    Scheduler scheduler =
        new Scheduler(
            input.limit(),
            Scheduler.create().mostPoints(),
            () -> Thread.currentThread().isInterrupted());
    return switch (problem.goal()) {
      case COST, MAKESPAN -> print(scheduler.solve(problem));
      case PARETO -> {
        ParetoFront front = scheduler.front(problem);
        // Why there is nothing is what the search for one schedule says.
        yield front.schedules().isEmpty()
            ? print(scheduler.solve(problem.withGoal(Goal.COST)))
            : print(front);
      }
    };
  }

  private int print(ParetoFront front) {
    console.json(front::toJson);
    console.line("%12s  %s".formatted("cost", "makespan"));
    for (Schedule schedule : front.schedules()) {
      console.line(
          "%12s  %s".formatted("$" + schedule.cost(), Schedule.hours(schedule.makespanMillis())));
    }
    console.line(
        switch (front.coverage()) {
          case COMPLETE -> front.schedules().size() + " schedules, proven to be all";
          case SAMPLED -> front.schedules().size() + " schedules; there may be others";
        });
    return ExitCode.DONE;
  }

  private int print(Schedule schedule) {
    console.json(schedule::toJson);
    for (Placement placement : schedule.placements()) {
      console.line(
          "%-20s %10s to %10s  %s %s %s %s"
              .formatted(
                  placement.task(),
                  Schedule.hours(placement.startMillis()),
                  Schedule.hours(placement.endMillis()),
                  placement.cloud(),
                  placement.region(),
                  placement.instanceType(),
                  placement.purchase().text()));
    }
    schedule.why().forEach(console::line);
    if (!schedule.feasible()) {
      console.line(schedule.status().name());
      return ExitCode.FAILED;
    }
    console.styled(
        "@|bold $%s, %s|@, %s, gap %.4f, in %d ms"
            .formatted(
                schedule.cost(),
                Schedule.hours(schedule.makespanMillis()),
                schedule.status(),
                schedule.gap(),
                schedule.searchMillis()));
    return ExitCode.DONE;
  }
}
