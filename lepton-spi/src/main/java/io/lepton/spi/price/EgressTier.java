package io.lepton.spi.price;

import java.util.Objects;

/**
 * One step of a data transfer tariff: the price of each GiB of a month's volume between two bounds.
 *
 * @param cloud provider id
 * @param from region, or a group of regions, that the data leaves
 * @param to where it goes, as the cloud groups it: {@code internet}, {@code inter-region}
 * @param fromGib lower bound of the monthly volume, inclusive
 * @param toGib upper bound, exclusive; infinite in the last tier
 * @param microsPerGib millionths of a US dollar a GiB
 */
public record EgressTier(
    String cloud, String from, String to, double fromGib, double toGib, long microsPerGib) {

  public EgressTier {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    if (!(fromGib >= 0) || !(toGib > fromGib) || microsPerGib < 0) {
      throw new IllegalArgumentException(
          "egress tier of " + cloud + " from " + from + " to " + to + " is malformed");
    }
  }
}
