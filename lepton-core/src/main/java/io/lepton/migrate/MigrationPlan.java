package io.lepton.migrate;

import java.util.List;
import java.util.Objects;

/**
 * What apply would do now. Making a plan reads and changes nothing; a plan holds no lock, so apply
 * decides anew for each step when it gets there.
 *
 * @param migration what was planned
 * @param steps in the order they run
 */
public record MigrationPlan(Migration migration, List<PlannedStep> steps) {

  public MigrationPlan {
    Objects.requireNonNull(migration, "migration");
    steps = List.copyOf(steps);
  }

  /** Whether every step is done and still holds. */
  public boolean nothingToDo() {
    return steps.stream().allMatch(step -> step.action() == PlannedStep.Action.KEEP);
  }

  /** The plan as text, a paragraph a step. */
  public String explain() {
    StringBuilder text = new StringBuilder();
    for (PlannedStep step : steps) {
      String mark =
          switch (step.action()) {
            case RUN -> "+";
            case RESUME -> "~";
            case KEEP -> "=";
          };
      text.append("%s %-10s %s (%s)%n".formatted(mark, step.id(), step.title(), step.reason()));
      for (String line : step.lines()) {
        text.append("             ").append(line).append(System.lineSeparator());
      }
    }
    return text.toString();
  }
}
