package io.lepton.migrate;

import io.lepton.watch.AuditCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a migration is, from its state folder alone.
 *
 * @param name the migration
 * @param steps in the order they run
 * @param audit whether the audit log's chain is whole
 * @param report the last report, when there is one
 */
public record MigrationStatus(
    String name, List<Step> steps, AuditCheck audit, Optional<Path> report) {

  public MigrationStatus {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(audit, "audit");
    Objects.requireNonNull(report, "report");
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param id short name
   * @param state how far it is
   * @param detail when it finished, or what it will do
   */
  public record Step(String id, State state, String detail) {}

  /** How far a step is. */
  public enum State {
    /** It has not begun. */
    WAITING,
    /** It began and was stopped; apply continues it. */
    BEGUN,
    /** It is finished. */
    DONE
  }
}
