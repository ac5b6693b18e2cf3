package io.lepton.watch;

import java.util.Objects;
import java.util.Optional;

/**
 * What looking through an audit log found. Entries cut off at the end leave no gap; compare {@link
 * #head} with the one in a report to find those.
 *
 * @param entries that form an unbroken chain from the first line
 * @param head the last such entry's hash; 64 zeros when there is none
 * @param broken the first line that does not belong, and why; empty when all do
 */
public record AuditCheck(long entries, String head, Optional<BrokenLine> broken) {

  public AuditCheck {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(broken, "broken");
  }

  /** Whether every line belongs to the chain. */
  public boolean intact() {
    return broken.isEmpty();
  }

  /**
   * A line that does not belong.
   *
   * @param line from 1
   * @param problem what is wrong with it
   */
  public record BrokenLine(long line, String problem) {}
}
