package io.lepton.migrate;

import java.util.List;
import java.util.Objects;

/**
 * What a rollback or a removal did.
 *
 * @param name the migration
 * @param steps those taken back, last one first
 * @param left what still stands at the target and why, for people
 */
public record UndoReport(String name, List<String> steps, List<String> left) {

  public UndoReport {
    Objects.requireNonNull(name, "name");
    steps = List.copyOf(steps);
    left = List.copyOf(left);
  }
}
