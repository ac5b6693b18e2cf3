package io.lepton.allocation;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Equal instances that are packed equally: one row of an answer, or of a current placement.
 *
 * @param cloud cloud id
 * @param region region
 * @param zone zone; empty when the offer names none
 * @param instanceType machine type
 * @param purchase how it is bought
 * @param count how many such instances
 * @param places what each single one of them holds
 */
public record InstanceGroup(
    String cloud,
    String region,
    String zone,
    String instanceType,
    Purchase purchase,
    long count,
    List<Share> places) {

  public InstanceGroup {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(zone, "zone");
    Checks.named("instance_type", instanceType);
    Objects.requireNonNull(purchase, "purchase");
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, not " + count);
    }
    places = List.copyOf(places);
    Set<String> named = new HashSet<>();
    for (Share share : places) {
      if (!named.add(share.workload())) {
        throw new IllegalArgumentException("places name a workload twice on " + instanceType);
      }
    }
  }

  /** Written out, as that of {@link Share}, for quick starts. */
  @Override
  public int hashCode() {
    return Objects.hash(cloud, region, zone, instanceType, purchase, count, places);
  }
}
