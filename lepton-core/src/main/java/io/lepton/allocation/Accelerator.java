package io.lepton.allocation;

/**
 * Accelerators that one replica holds for itself.
 *
 * @param type model name as the catalog spells it; case does not matter
 * @param count how many, fractions allowed where a machine holds a fraction
 */
public record Accelerator(String type, double count) {

  public Accelerator {
    Checks.named("accelerator type", type);
    Checks.positive("accelerator count", count);
  }
}
