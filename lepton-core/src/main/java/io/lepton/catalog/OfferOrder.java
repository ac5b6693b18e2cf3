package io.lepton.catalog;

import java.util.Comparator;
import java.util.OptionalLong;

/** How a list of offers is sorted. Offers without the price in question come last. */
public enum OfferOrder {
  /** Cheapest first, by the lower of the known prices. */
  PRICE,
  /** Cheapest virtual processor first. */
  PRICE_PER_VCPU,
  /** Cheapest GiB of memory first. */
  PRICE_PER_GIB,
  /** Cheapest accelerator first. */
  PRICE_PER_ACCELERATOR,
  /** Most virtual processors first. */
  VCPUS,
  /** Most memory first. */
  MEMORY,
  /** By cloud, region, zone and type name. */
  NAME;

  Comparator<Integer> on(Catalog catalog) {
    return switch (this) {
      case PRICE -> Comparator.comparingDouble(row -> price(catalog, row, 1));
      case PRICE_PER_VCPU ->
          Comparator.comparingDouble(row -> price(catalog, row, catalog.vcpus(row)));
      case PRICE_PER_GIB ->
          Comparator.comparingDouble(row -> price(catalog, row, catalog.memoryGib(row)));
      case PRICE_PER_ACCELERATOR ->
          Comparator.comparingDouble(row -> price(catalog, row, catalog.acceleratorCount(row)));
      case VCPUS -> Comparator.comparingDouble(row -> -catalog.vcpus(row));
      case MEMORY -> Comparator.comparingDouble(row -> -catalog.memoryGib(row));
      case NAME ->
          Comparator.<Integer, String>comparing(catalog::cloud)
              .thenComparing(catalog::region)
              .thenComparing(catalog::zone)
              .thenComparing(catalog::instanceType);
    };
  }

  private static double price(Catalog catalog, int row, double units) {
    OptionalLong micros = OfferFilter.price(catalog, row, OfferFilter.Priced.ANY);
    return micros.isEmpty() || !(units > 0) ? Double.MAX_VALUE : micros.getAsLong() / units;
  }
}
