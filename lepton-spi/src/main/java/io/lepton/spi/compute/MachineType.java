package io.lepton.spi.compute;

import java.util.Objects;

/**
 * A size of machine.
 *
 * @param name as the cloud calls it: {@code m5.large}
 * @param vcpus virtual processors
 * @param memoryGib memory
 * @param accelerator accelerator model, empty when none
 * @param acceleratorCount how many of them
 */
public record MachineType(
    String name, double vcpus, double memoryGib, String accelerator, int acceleratorCount) {

  public MachineType {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(accelerator, "accelerator");
    if (!(vcpus > 0) || !(memoryGib > 0) || acceleratorCount < 0) {
      throw new IllegalArgumentException("machine type " + name + " has a size of zero or less");
    }
  }
}
