package io.lepton.cli;

import io.lepton.migrate.MigrationPlan;
import io.lepton.migrate.PlannedStep;

/** A plan for people: a mark, the step and why, and what exactly it would do. */
final class PlanText {

  private PlanText() {}

  static void print(MigrationPlan plan, Console console) {
    console.styled("@|bold Migration %s|@".formatted(plan.migration().name()));
    for (PlannedStep step : plan.steps()) {
      console.styled(
          "  %s %-9s %s  @|faint (%s)|@"
              .formatted(mark(step.action()), step.id(), step.title(), step.reason()));
      step.lines().forEach(line -> console.line("              " + line));
    }
    long todo =
        plan.steps().stream().filter(step -> step.action() != PlannedStep.Action.KEEP).count();
    console.line(
        plan.nothingToDo()
            ? "Nothing to do: every step is done and still holds."
            : "%d of %d steps to run.".formatted(todo, plan.steps().size()));
  }

  private static String mark(PlannedStep.Action action) {
    return switch (action) {
      case RUN -> "@|green +|@";
      case RESUME -> "@|yellow ~|@";
      case KEEP -> "@|faint =|@";
    };
  }
}
