package io.lepton.schedule;

import io.lepton.allocation.Purchase;
import java.util.Objects;

/**
 * Where and when a task runs.
 *
 * @param task its name
 * @param cloud cloud id
 * @param region region
 * @param zone zone; empty when the offer names none
 * @param instanceType machine type
 * @param purchase how it is bought
 * @param startMillis when its data has arrived and it starts, from the schedule's beginning
 * @param endMillis when it has ended
 * @param costMicros what its machine and its data at fixed places cost
 */
public record Placement(
    String task,
    String cloud,
    String region,
    String zone,
    String instanceType,
    Purchase purchase,
    long startMillis,
    long endMillis,
    long costMicros) {

  public Placement {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(purchase, "purchase");
  }
}
