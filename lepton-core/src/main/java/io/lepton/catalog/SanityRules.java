package io.lepton.catalog;

import io.lepton.catalog.Finding.Doubt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The rules of {@link CatalogAudit}, applied to one catalog. */
final class SanityRules {
  /** Regions a type must be sold in before one of them can stand out. */
  static final int REGIONS_TO_COMPARE = 5;

  /** A factor no cloud's regional surcharge reaches: the widest honest one in 2026 is below 2.3. */
  private static final double OUTLIER = 2.5;

  /** The middle half of a type's regions differs by a third at most, of a region's rates too. */
  private static final double AGREEMENT = 1.5;

  private final Catalog catalog;
  private final List<Finding> findings = new ArrayList<>();

  SanityRules(Catalog catalog) {
    this.catalog = catalog;
  }

  List<Finding> findings() {
    Map<List<String>, Integer> first = new HashMap<>(catalog.size() * 2);
    Map<Integer, List<Integer>> byType = new HashMap<>();
    Map<List<String>, List<Integer>> byPlace = new HashMap<>();
    for (int row = 0; row < catalog.size(); row++) {
      prices(row);
      size(row);
      duplicate(row, first);
      byType.computeIfAbsent(catalog.typeKey(row), key -> new ArrayList<>()).add(row);
      byPlace
          .computeIfAbsent(
              List.of(catalog.cloud(row), catalog.region(row)), key -> new ArrayList<>())
          .add(row);
    }
    byType.values().forEach(this::outliers);
    new NeighbourRules(catalog, this::found).apply(byPlace.values());
    findings.sort(Comparator.comparingInt(Finding::row).thenComparing(Finding::rule));
    return findings;
  }

  private void prices(int row) {
    OptionalLong list = catalog.onDemandMicrosPerHour(row);
    OptionalLong spot = catalog.spotMicrosPerHour(row);
    if (list.isEmpty() && spot.isEmpty()) {
      found(SanityRule.NO_PRICE, Doubt.ROW, row, "has no price");
    }
    placeholder(row, Doubt.ON_DEMAND, list);
    placeholder(row, Doubt.SPOT, spot);
    if (list.isPresent() && spot.isPresent() && list.getAsLong() > 0) {
      if (spot.getAsLong() > list.getAsLong()) {
        found(
            SanityRule.SPOT_ABOVE_ON_DEMAND,
            Doubt.SPOT,
            row,
            "costs more on spot (%s) than on demand (%s)"
                .formatted(usd(spot.getAsLong()), usd(list.getAsLong())));
      } else if (spot.getAsLong() == list.getAsLong()) {
        found(
            SanityRule.SPOT_EQUALS_ON_DEMAND,
            Doubt.SPOT,
            row,
            "has a spot price equal to on demand (%s), which is a filler"
                .formatted(usd(list.getAsLong())));
      }
    }
  }

  private void placeholder(int row, Doubt which, OptionalLong price) {
    if (price.isPresent() && (price.getAsLong() <= 0 || nines(price.getAsLong()))) {
      found(
          SanityRule.PLACEHOLDER_PRICE,
          which,
          row,
          "has a placeholder for a price: " + usd(price.getAsLong()));
    }
  }

  /** 999, 9999.99 and their like; 0.999 and 99 may be real. */
  private static boolean nines(long micros) {
    return micros >= 999_000_000L
        && BigDecimal.valueOf(micros, 6)
            .stripTrailingZeros()
            .unscaledValue()
            .toString()
            .chars()
            .allMatch(digit -> digit == '9');
  }

  private void size(int row) {
    if (catalog.vcpus(row) == 0
        && catalog.memoryGib(row) == 0
        && catalog.acceleratorCount(row) == 0) {
      found(
          SanityRule.NO_SIZE,
          Doubt.ROW,
          row,
          "has %s vCPU and %s GiB of memory".formatted(catalog.vcpus(row), catalog.memoryGib(row)));
    }
    boolean named = !catalog.accelerator(row).isEmpty();
    if (named != catalog.acceleratorCount(row) > 0) {
      found(
          SanityRule.UNCLEAR_ACCELERATOR,
          Doubt.ROW,
          row,
          named
              ? "names the accelerator %s without a count".formatted(catalog.accelerator(row))
              : "counts %s accelerators without a name".formatted(catalog.acceleratorCount(row)));
    }
  }

  private void duplicate(int row, Map<List<String>, Integer> first) {
    List<String> offering =
        List.of(
            catalog.cloud(row), catalog.region(row), catalog.zone(row), catalog.instanceType(row));
    Integer earlier = first.putIfAbsent(offering, row);
    if (earlier == null) {
      return;
    }
    if (catalog.onDemandMicrosPerHour(row).equals(catalog.onDemandMicrosPerHour(earlier))
        && catalog.spotMicrosPerHour(row).equals(catalog.spotMicrosPerHour(earlier))) {
      found(SanityRule.DUPLICATE, Doubt.ROW, row, "repeats " + catalog.origin(earlier));
      return;
    }
    found(
        SanityRule.CONFLICTING_DUPLICATE,
        Doubt.ROW,
        row,
        "gives the offer of %s other prices".formatted(catalog.origin(earlier)));
    found(
        SanityRule.CONFLICTING_DUPLICATE,
        Doubt.ROW,
        earlier,
        "is given other prices by %s".formatted(catalog.origin(row)));
  }

  private void outliers(List<Integer> rows) {
    if (rows.size() < REGIONS_TO_COMPARE) {
      return;
    }
    double[] prices = rows.stream().mapToDouble(this::onDemand).filter(p -> p > 0).toArray();
    if (prices.length < REGIONS_TO_COMPARE) {
      return;
    }
    if (!agree(prices)) {
      return;
    }
    double median = quantile(prices, 0.5);
    for (int row : rows) {
      double price = onDemand(row);
      if (price > 0 && (price > median * OUTLIER || price * OUTLIER < median)) {
        found(
            SanityRule.PRICE_OUTLIER,
            Doubt.ON_DEMAND,
            row,
            "costs %s, while the type's median over %d regions is %s"
                .formatted(usd((long) price), prices.length, usd((long) median)));
      }
    }
  }

  private double onDemand(int row) {
    return catalog.onDemandMicrosPerHour(row).orElse(0);
  }

  /** Whether the middle half of some prices lies close enough for one beyond it to stand out. */
  static boolean agree(double[] prices) {
    return quantile(prices, 0.75) <= AGREEMENT * quantile(prices, 0.25);
  }

  static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.floor(q * (sorted.length - 1))];
  }

  static String usd(long micros) {
    BigDecimal value = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return (value.scale() < 0 ? value.setScale(0) : value).toPlainString() + " USD";
  }

  private void found(SanityRule rule, Doubt doubt, int row, String problem) {
    String subject =
        catalog.cloud(row) + " " + catalog.region(row) + " " + catalog.instanceType(row) + " ";
    findings.add(new Finding(rule, doubt, row, catalog.origin(row), subject + problem));
  }
}
