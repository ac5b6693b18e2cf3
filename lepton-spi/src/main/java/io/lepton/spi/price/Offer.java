package io.lepton.spi.price;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A machine type for sale in one place.
 *
 * @param cloud provider id
 * @param region region name
 * @param zone zone name; empty when the price holds for the whole region
 * @param instanceType machine type name
 * @param vcpus virtual processors
 * @param memoryGib memory
 * @param accelerator accelerator model, empty when none
 * @param acceleratorCount how many
 * @param onDemandMicrosPerHour list price in millionths of a US dollar an hour; empty if unknown
 * @param spotMicrosPerHour spot price likewise
 */
public record Offer(
    String cloud,
    String region,
    String zone,
    String instanceType,
    double vcpus,
    double memoryGib,
    String accelerator,
    double acceleratorCount,
    OptionalLong onDemandMicrosPerHour,
    OptionalLong spotMicrosPerHour) {

  public Offer {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(instanceType, "instanceType");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(onDemandMicrosPerHour, "onDemandMicrosPerHour");
    Objects.requireNonNull(spotMicrosPerHour, "spotMicrosPerHour");
  }
}
