package io.lepton.allocation;

import java.util.Objects;
import java.util.Optional;

/**
 * A limit on the instances of a group of offers, as clouds grant it to an account. An empty text
 * matches everything; a quota on one instance type and one purchase is that offer's availability.
 *
 * @param cloud cloud id, or empty
 * @param region region, or empty
 * @param zone zone, or empty
 * @param instanceType machine type, or empty
 * @param purchase way of buying, or empty for both together
 * @param resource what is counted
 * @param limit how much of it all matching instances may have
 */
public record Quota(
    String cloud,
    String region,
    String zone,
    String instanceType,
    Optional<Purchase> purchase,
    QuotaResource resource,
    double limit) {

  public Quota {
    Objects.requireNonNull(cloud, "cloud");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(instanceType, "instanceType");
    Objects.requireNonNull(purchase, "purchase");
    Objects.requireNonNull(resource, "resource");
    Checks.amount("limit", limit);
  }

  /** A quota of one region of one cloud. */
  public static Quota of(String cloud, String region, QuotaResource resource, double limit) {
    return new Quota(cloud, region, "", "", Optional.empty(), resource, limit);
  }

  /** How many instances of one offer can be had. */
  public static Quota available(
      String cloud, String region, String zone, String type, Purchase purchase, long instances) {
    return new Quota(
        cloud, region, zone, type, Optional.of(purchase), QuotaResource.INSTANCES, instances);
  }

  /** Whether an instance counts against this quota. */
  public boolean covers(String cloud, String region, String zone, String type, Purchase bought) {
    return matches(this.cloud, cloud)
        && matches(this.region, region)
        && matches(this.zone, zone)
        && matches(instanceType, type)
        && (purchase.isEmpty() || purchase.get() == bought);
  }

  /** As messages name it: {@code quota aws us-east-1 vcpus <= 256}. */
  public String describe() {
    StringBuilder text = new StringBuilder("quota");
    for (String part : new String[] {cloud, region, zone, instanceType}) {
      if (!part.isEmpty()) {
        text.append(' ').append(part);
      }
    }
    purchase.ifPresent(bought -> text.append(' ').append(bought.text()));
    return text.append(' ')
        .append(resource.text())
        .append(" <= ")
        .append(Money.plain(limit))
        .toString();
  }

  private static boolean matches(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }
}
