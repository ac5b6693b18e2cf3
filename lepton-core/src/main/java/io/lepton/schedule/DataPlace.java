package io.lepton.schedule;

import java.util.Objects;

/**
 * Data at a fixed place that a task reads or writes.
 *
 * @param cloud cloud id
 * @param region region
 * @param gib volume
 */
public record DataPlace(String cloud, String region, double gib) {

  public DataPlace {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(region, "region");
    Task.checkAmount("gib at " + cloud + " " + region, gib);
  }
}
