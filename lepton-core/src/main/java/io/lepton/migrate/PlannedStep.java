package io.lepton.migrate;

import java.util.List;
import java.util.Objects;

/**
 * One step of a plan.
 *
 * @param id short name: {@code data-1}, {@code tune}
 * @param title what it does
 * @param action whether it will run
 * @param reason why
 * @param lines what exactly it would do, for people
 */
public record PlannedStep(
    String id, String title, Action action, String reason, List<String> lines) {

  public PlannedStep {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(reason, "reason");
    lines = List.copyOf(lines);
  }

  /** What apply does with a step. */
  public enum Action {
    /** It runs from its beginning. */
    RUN,
    /** It continues where an earlier run was stopped. */
    RESUME,
    /** It is done and still holds. */
    KEEP
  }
}
