package io.lepton.allocation;

import java.util.List;

/**
 * Where a workload may run. An empty list allows everything of its kind; all lists must agree.
 *
 * @param clouds cloud ids
 * @param regions region names
 * @param purchases ways of buying; on demand and spot are both allowed unless one is named
 */
public record Allow(List<String> clouds, List<String> regions, List<Purchase> purchases) {

  /** No restriction. */
  public static final Allow ANYWHERE = new Allow(List.of(), List.of(), List.of());

  public Allow {
    clouds = List.copyOf(clouds);
    regions = List.copyOf(regions);
    purchases = List.copyOf(purchases);
  }

  /** Whether a machine bought there is within the lists. */
  public boolean permits(String cloud, String region, Purchase purchase) {
    return (clouds.isEmpty() || clouds.contains(cloud))
        && (regions.isEmpty() || regions.contains(region))
        && (purchases.isEmpty() || purchases.contains(purchase));
  }
}
