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
  private static final int REGIONS_TO_COMPARE = 5;

  /** A factor no cloud's regional surcharge reaches: the widest honest one in 2026 is below 2.3. */
  private static final double OUTLIER = 2.5;

  /**
   * The surcharge of a Windows Server licence, 0.046 US dollars a virtual processor an hour on AWS
   * and Azure alike, with room for rounding.
   */
  private static final double WINDOWS_LOW = 43_000;

  private static final double WINDOWS_HIGH = 49_000;

  /** Memory that costs as much as one vCPU: 0.031611 / 0.004237 in Google's N1 price list. */
  private static final double GIB_PER_VCPU = 7.46;

  private final Catalog catalog;
  private final List<Finding> findings = new ArrayList<>();

  SanityRules(Catalog catalog) {
    this.catalog = catalog;
  }

  List<Finding> findings() {
    Map<Offering, Integer> first = new HashMap<>(catalog.size() * 2);
    Map<Integer, List<Integer>> byType = new HashMap<>();
    Map<Place, List<Integer>> byPlace = new HashMap<>();
    for (int row = 0; row < catalog.size(); row++) {
      prices(row);
      size(row);
      duplicate(row, first);
      byType.computeIfAbsent(catalog.typeKey(row), key -> new ArrayList<>()).add(row);
      byPlace
          .computeIfAbsent(
              new Place(catalog.cloud(row), catalog.region(row)), key -> new ArrayList<>())
          .add(row);
    }
    byType.values().forEach(this::outliers);
    byPlace.values().forEach(this::amongNeighbours);
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
    if (!(catalog.vcpus(row) > 0) || !(catalog.memoryGib(row) > 0)) {
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

  private void duplicate(int row, Map<Offering, Integer> first) {
    Offering offering =
        new Offering(
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

  private void amongNeighbours(List<Integer> rows) {
    Map<String, List<Integer>> series = new HashMap<>();
    List<Integer> plain = new ArrayList<>();
    for (int row : rows) {
      if (onDemand(row) > 0 && catalog.vcpus(row) > 0) {
        series.computeIfAbsent(series(row), key -> new ArrayList<>()).add(row);
        if (catalog.acceleratorCount(row) == 0) {
          plain.add(row);
        }
      }
    }
    series.values().forEach(this::windows);
    unpricedAccelerators(rows, plain);
  }

  private void windows(List<Integer> siblings) {
    double least =
        siblings.stream().mapToDouble(row -> onDemand(row) / catalog.vcpus(row)).min().orElse(0);
    for (int row : siblings) {
      double surcharge = onDemand(row) / catalog.vcpus(row) - least;
      if (surcharge >= WINDOWS_LOW && surcharge <= WINDOWS_HIGH) {
        found(
            SanityRule.WINDOWS_PRICE,
            Doubt.ON_DEMAND,
            row,
            "costs %s, by %s a vCPU above its series in the region: a Windows price"
                .formatted(usd((long) onDemand(row)), usd((long) surcharge)));
      }
    }
  }

  /** Prices a host by the cheaper machines without accelerators in the same region. */
  private void unpricedAccelerators(List<Integer> rows, List<Integer> plain) {
    if (plain.size() < REGIONS_TO_COMPARE) {
      return;
    }
    double rate =
        quantile(plain.stream().mapToDouble(row -> onDemand(row) / hostUnits(row)).toArray(), 0.25);
    for (int row : rows) {
      double host = rate * hostUnits(row);
      if (catalog.acceleratorCount(row) > 0 && onDemand(row) > 0 && onDemand(row) <= host) {
        found(
            SanityRule.ACCELERATOR_NOT_PRICED,
            Doubt.ROW,
            row,
            "costs %s with %s accelerators (%s), no more than its vCPUs and memory alone (%s)"
                .formatted(
                    usd((long) onDemand(row)),
                    catalog.acceleratorCount(row),
                    catalog.accelerator(row),
                    usd((long) host)));
      }
    }
  }

  private double hostUnits(int row) {
    return catalog.vcpus(row) + catalog.memoryGib(row) / GIB_PER_VCPU;
  }

  /** Machines that differ in size only: the type's name without numbers, and its proportions. */
  private String series(int row) {
    String type = catalog.instanceType(row);
    StringBuilder name = new StringBuilder();
    boolean digits = false;
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if (Character.isDigit(c) && i > 0) {
        if (!digits) {
          name.append('#');
        }
        digits = true;
      } else {
        name.append(c);
        digits = false;
      }
    }
    return name.append('/')
        .append(Math.round(catalog.memoryGib(row) / catalog.vcpus(row) * 2))
        .append('/')
        .append(Math.round(catalog.acceleratorCount(row) / catalog.vcpus(row) * 64))
        .append(catalog.accelerator(row))
        .toString();
  }

  private double onDemand(int row) {
    return catalog.onDemandMicrosPerHour(row).orElse(0);
  }

  private static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.floor(q * (sorted.length - 1))];
  }

  private static String usd(long micros) {
    BigDecimal value = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return (value.scale() < 0 ? value.setScale(0) : value).toPlainString() + " USD";
  }

  private void found(SanityRule rule, Doubt doubt, int row, String problem) {
    String subject =
        catalog.cloud(row) + " " + catalog.region(row) + " " + catalog.instanceType(row) + " ";
    findings.add(new Finding(rule, doubt, row, catalog.origin(row), subject + problem));
  }

  private record Offering(String cloud, String region, String zone, String type) {}

  private record Place(String cloud, String region) {}
}
