package io.lepton.catalog;

import java.util.Objects;

/**
 * Something doubtful in a catalog.
 *
 * @param rule what was found
 * @param doubt what of the row must not be used
 * @param row index of the row in its catalog
 * @param origin where it stands: {@code catalog.csv:17}
 * @param message what is wrong with which figures, for people
 */
public record Finding(SanityRule rule, Doubt doubt, int row, String origin, String message) {

  /** What of a row is in doubt. */
  public enum Doubt {
    /** All of it. */
    ROW,
    /** The list price. */
    ON_DEMAND,
    /** The spot price. */
    SPOT
  }

  public Finding {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(doubt, "doubt");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return origin + ": " + message;
  }
}
