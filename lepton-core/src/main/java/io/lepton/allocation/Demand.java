package io.lepton.allocation;

/**
 * What one replica takes of a machine.
 *
 * @param vcpus virtual processors, fractions allowed
 * @param memoryGib memory
 */
public record Demand(double vcpus, double memoryGib) {

  /** A replica that takes nothing but its accelerator. */
  public static final Demand NONE = new Demand(0, 0);

  public Demand {
    Checks.amount("vcpus", vcpus);
    Checks.amount("memory_gib", memoryGib);
  }
}
