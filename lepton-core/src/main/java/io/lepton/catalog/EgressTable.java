package io.lepton.catalog;

import io.lepton.catalog.RegionGroup.Region;
import io.lepton.config.InputException;
import io.lepton.spi.price.EgressTier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The egress tariffs of several clouds, looked up by the two ends of a transfer.
 *
 * <p>The CSV layout is {@code cloud,from,to,tier_from_gib,tier_to_gib,usd_per_gib}; an empty upper
 * bound is open. {@code from} is a region, the first words of region names ({@code
 * northamerica/us}, {@code australia or asia-southeast2}), a continent ({@code europe}) or {@code
 * any}. {@code to} is one of these, or {@code same-prefix-other-region} (equal first words), {@code
 * same-continent-other-region}, {@code other-region} or {@code other-aws-region} with whatever
 * cloud's name, {@code other-continent}, or {@code internet}, which is also the way to another
 * cloud. Other names stand for destinations the table knows and no region has.
 *
 * <p>The most specific row wins: by its destination first, in the order above, then by its origin.
 * Transfers inside a region are free; what clouds charge between zones is left out. Immutable and
 * thread safe.
 */
public final class EgressTable {
  private final Map<String, List<Route>> byCloud;
  private final List<String> faults;

  private EgressTable(Map<String, List<Route>> byCloud, List<String> faults) {
    this.byCloud = byCloud;
    this.faults = List.copyOf(faults);
  }

  /** A table that knows no tariff. */
  public static EgressTable empty() {
    return new EgressTable(Map.of(), List.of());
  }

  /**
   * Reads CSV files.
   *
   * @throws InputException when one is missing, unreadable or malformed, naming file and line
   */
  public static EgressTable read(List<Path> files) {
    List<EgressTier> tiers = new ArrayList<>();
    files.forEach(file -> tiers.addAll(tiers(file)));
    return of(tiers);
  }

  /**
   * The rows of a CSV file as they stand.
   *
   * @throws InputException when it is missing, unreadable or malformed, naming file and line
   */
  public static List<EgressTier> tiers(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new EgressParser(in, file.toString()).parse();
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /**
   * Reads a CSV document from memory; {@code name} stands for it in messages.
   *
   * @throws InputException when it is malformed, naming the line
   */
  public static EgressTable parse(byte[] csv, String name) {
    try {
      return of(new EgressParser(new ByteArrayInputStream(csv), name).parse());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  /** A table of tiers from elsewhere; pairs whose tiers form no tariff are {@link #faults}. */
  public static EgressTable of(List<EgressTier> tiers) {
    Map<List<String>, List<EgressTier>> pairs = new LinkedHashMap<>();
    for (EgressTier tier : tiers) {
      pairs
          .computeIfAbsent(List.of(tier.cloud(), tier.from(), tier.to()), pair -> new ArrayList<>())
          .add(tier);
    }
    Map<String, List<Route>> byCloud = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    pairs.forEach(
        (pair, itsTiers) -> {
          try {
            EgressTariff tariff = EgressTariff.of(itsTiers);
            byCloud
                .computeIfAbsent(pair.get(0), cloud -> new ArrayList<>())
                .add(
                    new Route(
                        new RegionGroup(pair.get(1)),
                        pair.get(2),
                        new RegionGroup(pair.get(2)),
                        tariff));
          } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
          }
        });
    return new EgressTable(byCloud, faults);
  }

  /**
   * What the table gets wrong, for people: pairs whose tiers leave a gap, overlap or rise. They are
   * left out; what they would have priced is unknown.
   */
  public List<String> faults() {
    return faults;
  }

  /**
   * The tariff between two regions; {@link EgressTariff#FREE} inside one. Empty when the table has
   * no row that fits: the price is then unknown, not zero.
   */
  public Optional<EgressTariff> tariff(
      String fromCloud, String fromRegion, String toCloud, String toRegion) {
    if (!fromCloud.equals(toCloud)) {
      return toInternet(fromCloud, fromRegion);
    }
    if (fromRegion.equals(toRegion)) {
      return Optional.of(EgressTariff.FREE);
    }
    Region from = Region.of(fromRegion);
    Region to = Region.of(toRegion);
    return best(fromCloud, route -> route.rankInside(from, to));
  }

  /** The tariff from a region to the internet; empty when the table has none. */
  public Optional<EgressTariff> toInternet(String cloud, String region) {
    Region from = Region.of(region);
    return best(cloud, route -> route.rankToInternet(from));
  }

  private Optional<EgressTariff> best(String cloud, ToIntFunction<Route> ranking) {
    Route best = null;
    int bestRank = Route.NO_MATCH;
    for (Route route : byCloud.getOrDefault(cloud, List.of())) {
      int rank = ranking.applyAsInt(route);
      if (rank < bestRank) {
        best = route;
        bestRank = rank;
      }
    }
    return Optional.ofNullable(best).map(Route::tariff);
  }

  /** A tariff and the groups of places it holds between. */
  private record Route(RegionGroup from, String to, RegionGroup destination, EgressTariff tariff) {
    static final int NO_MATCH = Integer.MAX_VALUE;
    private static final int ORIGIN_RANKS = 4;

    int rankToInternet(Region region) {
      int origin = from.rank(region);
      return origin == NO_MATCH || !to.equals("internet") ? NO_MATCH : origin;
    }

    int rankInside(Region fromRegion, Region toRegion) {
      int origin = from.rank(fromRegion);
      int destination = destination(fromRegion, toRegion);
      return origin == NO_MATCH || destination == NO_MATCH
          ? NO_MATCH
          : destination * ORIGIN_RANKS + origin;
    }

    private int destination(Region fromRegion, Region toRegion) {
      int named = destination.rank(toRegion);
      if (named != NO_MATCH) {
        return to.equals("any") ? 7 : named;
      }
      return switch (to) {
        case "same-prefix-other-region" ->
            RegionGroup.prefix(fromRegion.name()).equals(RegionGroup.prefix(toRegion.name()))
                ? 3
                : NO_MATCH;
        case "same-continent-other-region" -> fromRegion.sameContinent(toRegion) ? 4 : NO_MATCH;
        case "other-continent" -> fromRegion.sameContinent(toRegion) ? 8 : 6;
        default ->
            to.equals("inter-region") || (to.startsWith("other-") && to.endsWith("region"))
                ? 5
                : NO_MATCH;
      };
    }
  }
}
