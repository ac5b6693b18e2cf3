package io.lepton.schedule;

import java.util.Objects;

/**
 * A task that starts only after another has ended and its data has arrived.
 *
 * @param from the earlier task
 * @param to the later one
 * @param gib volume that flows between them
 */
public record Dependency(String from, String to, double gib) {

  public Dependency {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Task.checkAmount("gib from " + from + " to " + to, gib);
    if (from.equals(to)) {
      throw new IllegalArgumentException("task " + from + " depends on itself");
    }
  }
}
