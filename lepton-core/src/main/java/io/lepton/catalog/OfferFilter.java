package io.lepton.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Which offers are wanted; all conditions must hold. Clouds, regions, types and accelerators are
 * globs ({@code *} any text, {@code ?} one character) without regard to case; an empty list takes
 * everything.
 *
 * @param clouds provider ids
 * @param regions region names
 * @param instanceTypes machine type names
 * @param accelerators accelerator models
 * @param minVcpus at least so many virtual processors
 * @param minMemoryGib at least so much memory
 * @param maxMicrosPerHour the wanted price is at most this; empty for any
 * @param priced the price that must be known
 */
public record OfferFilter(
    List<String> clouds,
    List<String> regions,
    List<String> instanceTypes,
    List<String> accelerators,
    double minVcpus,
    double minMemoryGib,
    OptionalLong maxMicrosPerHour,
    Priced priced) {

  /** The price that a filter looks at. */
  public enum Priced {
    /** Whatever is known, the lower if both are. */
    ANY,
    /** The list price. */
    ON_DEMAND,
    /** The spot price. */
    SPOT
  }

  public OfferFilter {
    clouds = List.copyOf(clouds);
    regions = List.copyOf(regions);
    instanceTypes = List.copyOf(instanceTypes);
    accelerators = List.copyOf(accelerators);
    Objects.requireNonNull(maxMicrosPerHour, "maxMicrosPerHour");
    Objects.requireNonNull(priced, "priced");
  }

  /** A filter that keeps everything, to be narrowed. */
  public static Builder all() {
    return new Builder();
  }

  /** The wanted price of a row; empty when it is unknown. */
  static OptionalLong price(Catalog catalog, int row, Priced priced) {
    OptionalLong list = catalog.onDemandMicrosPerHour(row);
    OptionalLong spot = catalog.spotMicrosPerHour(row);
    return switch (priced) {
      case ON_DEMAND -> list;
      case SPOT -> spot;
      case ANY ->
          list.isPresent() && (spot.isEmpty() || list.getAsLong() <= spot.getAsLong())
              ? list
              : spot;
    };
  }

  IntPredicate on(Catalog catalog) {
    List<Pattern> clouds = globs(this.clouds);
    List<Pattern> regions = globs(this.regions);
    List<Pattern> types = globs(this.instanceTypes);
    List<Pattern> accelerators = globs(this.accelerators);
    return row ->
        catalog.vcpus(row) >= minVcpus
            && catalog.memoryGib(row) >= minMemoryGib
            && affordable(price(catalog, row, priced))
            && matches(clouds, catalog.cloud(row))
            && matches(regions, catalog.region(row))
            && matches(types, catalog.instanceType(row))
            && matches(accelerators, catalog.accelerator(row));
  }

  private boolean affordable(OptionalLong price) {
    if (price.isEmpty()) {
      return priced == Priced.ANY && maxMicrosPerHour.isEmpty();
    }
    return maxMicrosPerHour.isEmpty() || price.getAsLong() <= maxMicrosPerHour.getAsLong();
  }

  private static boolean matches(List<Pattern> globs, String text) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matcher(text).matches());
  }

  private static List<Pattern> globs(List<String> globs) {
    return globs.stream().map(OfferFilter::glob).toList();
  }

  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toLowerCase(Locale.ROOT).toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }

  /** Collects the conditions of a filter; not thread safe. */
  public static final class Builder {
    private List<String> clouds = List.of();
    private List<String> regions = List.of();
    private List<String> instanceTypes = List.of();
    private List<String> accelerators = List.of();
    private double minVcpus;
    private double minMemoryGib;
    private OptionalLong maxMicrosPerHour = OptionalLong.empty();
    private Priced priced = Priced.ANY;

    private Builder() {}

    /** Keeps these clouds. */
    public Builder clouds(List<String> globs) {
      clouds = globs;
      return this;
    }

    /** Keeps these regions. */
    public Builder regions(List<String> globs) {
      regions = globs;
      return this;
    }

    /** Keeps these machine types. */
    public Builder instanceTypes(List<String> globs) {
      instanceTypes = globs;
      return this;
    }

    /** Keeps machines with these accelerators. */
    public Builder accelerators(List<String> globs) {
      accelerators = globs;
      return this;
    }

    /** Keeps machines with at least so many virtual processors. */
    public Builder minVcpus(double vcpus) {
      minVcpus = vcpus;
      return this;
    }

    /** Keeps machines with at least so much memory. */
    public Builder minMemoryGib(double gib) {
      minMemoryGib = gib;
      return this;
    }

    /** Keeps offers whose wanted price is known and at most this. */
    public Builder maxMicrosPerHour(long micros) {
      maxMicrosPerHour = OptionalLong.of(micros);
      return this;
    }

    /** Keeps offers with this price known, and compares it. */
    public Builder priced(Priced wanted) {
      priced = wanted;
      return this;
    }

    /** The filter. */
    public OfferFilter build() {
      return new OfferFilter(
          clouds,
          regions,
          instanceTypes,
          accelerators,
          minVcpus,
          minMemoryGib,
          maxMicrosPerHour,
          priced);
    }
  }
}
