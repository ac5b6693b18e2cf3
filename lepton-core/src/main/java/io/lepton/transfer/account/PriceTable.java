package io.lepton.transfer.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * List prices of object stores, from a table whose every row names a region, a date and a source.
 * Tiers price the part of a volume above their bound and never rise, so that a price is monotone,
 * continuous and concave in its volume. The region of a bucket is not known here: the account tells
 * for which region it reckons. Immutable and thread safe.
 */
public final class PriceTable {
  private static final String RESOURCE = "prices.csv";
  private static final String HEADER = "provider,item,region,from_gib,usd,noted,source";
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final double GIB = 1L << 30;

  private record Tier(double fromGib, double usd) {}

  private final Map<String, Map<String, List<Tier>>> byProvider = new TreeMap<>();
  private final Map<String, String> regions = new TreeMap<>();
  private final Map<String, String> notedOn = new TreeMap<>();

  PriceTable(String name, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith("#") && !line.equals(HEADER) && !line.isBlank()) {
        add(name + ":" + (i + 1), line.split(",", -1));
      }
    }
  }

  private void add(String at, String[] fields) {
    if (fields.length != 7) {
      throw new IllegalArgumentException(at + ": expected " + HEADER);
    }
    String provider = fields[0];
    String noted = fields[5];
    boolean sourced = DATE.matcher(noted).matches() && !fields[6].isBlank() && !fields[2].isBlank();
    List<Tier> tiers =
        byProvider
            .computeIfAbsent(provider, unused -> new TreeMap<>())
            .computeIfAbsent(fields[1], unused -> new ArrayList<>());
    Tier tier = new Tier(Double.parseDouble(fields[3]), Double.parseDouble(fields[4]));
    if (tier.usd() != 0 && !sourced) {
      throw new IllegalArgumentException(at + ": a price names region, date and source");
    }
    Tier last = tiers.isEmpty() ? null : tiers.get(tiers.size() - 1);
    boolean follows =
        last == null
            ? tier.fromGib() == 0
            : tier.fromGib() > last.fromGib() && tier.usd() <= last.usd();
    if (!follows || tier.usd() < 0) {
      throw new IllegalArgumentException(
          at + ": tiers begin at 0 and go up, their prices do not rise and are not negative");
    }
    tiers.add(tier);
    if (sourced) {
      String other = regions.putIfAbsent(provider, fields[2]);
      if (other != null && !other.equals(fields[2])) {
        throw new IllegalArgumentException(at + ": expected prices of " + other);
      }
      notedOn.merge(provider, noted.substring(0, 7), (a, b) -> a.compareTo(b) < 0 ? a : b);
    }
  }

  /** The table that comes with this library. */
  public static PriceTable builtIn() {
    try (InputStream in =
            Objects.requireNonNull(PriceTable.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return new PriceTable(RESOURCE, reader.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  /**
   * The account of what was used.
   *
   * @param from id of the source's provider
   * @param to id of the target's provider
   * @param readBytes content read from the source
   * @param storedBytes content written at the target
   */
  public TransferAccount account(
      String from, String to, Usage source, Usage target, long readBytes, long storedBytes) {
    // Inside one cloud nothing leaves it; between its regions the tables of the catalog tell.
    long egress = from.equals(to) ? 0 : readBytes;
    return new TransferAccount(
        source,
        target,
        egress,
        storedBytes,
        sum(requests(from, source), requests(to, target)),
        tiered(from, "egress", egress / GIB),
        tiered(to, "storage", storedBytes / GIB),
        basis(from, to));
  }

  /** Regions and months that the prices are of: {@code aws us-east-1 2026-01}. */
  private List<String> basis(String... providers) {
    return Stream.of(providers)
        .distinct()
        .filter(regions::containsKey)
        .map(provider -> provider + " " + regions.get(provider) + " " + notedOn.get(provider))
        .toList();
  }

  private OptionalDouble requests(String provider, Usage usage) {
    return sum(
        each(provider, "list", usage.lists()),
        each(provider, "read", usage.reads()),
        each(provider, "write", usage.writes()),
        each(provider, "delete", usage.deletes()));
  }

  private OptionalDouble each(String provider, String item, long count) {
    List<Tier> tiers = tiers(provider, item);
    return tiers.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(count * tiers.get(0).usd());
  }

  private OptionalDouble tiered(String provider, String item, double gib) {
    List<Tier> tiers = tiers(provider, item);
    if (tiers.isEmpty()) {
      return OptionalDouble.empty();
    }
    double usd = 0;
    for (int i = 0; i < tiers.size(); i++) {
      double end = i + 1 < tiers.size() ? tiers.get(i + 1).fromGib() : Double.POSITIVE_INFINITY;
      usd += Math.max(0, Math.min(gib, end) - tiers.get(i).fromGib()) * tiers.get(i).usd();
    }
    return OptionalDouble.of(usd);
  }

  private List<Tier> tiers(String provider, String item) {
    return byProvider.getOrDefault(provider, Map.of()).getOrDefault(item, List.of());
  }

  private static OptionalDouble sum(OptionalDouble... parts) {
    double sum = 0;
    for (OptionalDouble part : parts) {
      if (part.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += part.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }
}
