package io.lepton.catalog;

import io.lepton.config.ConfigNode;
import io.lepton.config.InputException;
import io.lepton.spi.price.Offer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.OptionalLong;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/**
 * Machine types for sale, as they stand in the catalog: a table of offers, in file order.
 *
 * <p>The CSV layout is a header row with the columns {@code cloud, region, zone, instance_type,
 * vcpus, memory_gib, accelerator, accelerator_count, price_per_hour_usd, spot_price_per_hour_usd},
 * in any order; {@code zone}, the accelerator's two and the spot price may be left out. An empty
 * price is an unknown price. Text is UTF-8, quoted as in RFC 4180; a byte order mark, CRLF, blank
 * lines and a last line without its newline are accepted. Prices are kept in millionths of a US
 * dollar, further decimals rounded half up.
 *
 * <p>Reading passes judgement on form only. What a well-formed catalog gets wrong is found by
 * {@link CatalogAudit}; whoever computes with prices takes {@link CatalogAudit#trusted()}.
 *
 * <p>Columns are arrays and texts are interned: 68 bytes a row. Immutable and thread safe.
 */
public final class Catalog {
  private final StringPool pool;
  private final int[] source;
  private final int[] line;
  private final int[] cloud;
  private final int[] region;
  private final int[] zone;
  private final int[] instanceType;
  private final int[] accelerator;
  private final double[] vcpus;
  private final double[] memoryGib;
  private final double[] acceleratorCount;
  private final long[] onDemand;
  private final long[] spot;

  Catalog(CatalogBuilder rows) {
    pool = rows.pool;
    source = rows.source;
    line = rows.line;
    cloud = rows.cloud;
    region = rows.region;
    zone = rows.zone;
    instanceType = rows.instanceType;
    accelerator = rows.accelerator;
    vcpus = rows.vcpus;
    memoryGib = rows.memoryGib;
    acceleratorCount = rows.acceleratorCount;
    onDemand = rows.onDemand;
    spot = rows.spot;
  }

  /**
   * Reads CSV files, one after the other.
   *
   * @throws InputException when one is missing, unreadable or malformed, naming file, line and
   *     field
   */
  public static Catalog read(List<Path> files) {
    CatalogBuilder rows = new CatalogBuilder(new StringPool());
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        new CatalogParser(in, file.toString(), Files.size(file), rows).parse();
      } catch (IOException e) {
        throw InputException.unreadable(file, e);
      }
    }
    return rows.build();
  }

  /** Reads one CSV file; see {@link #read(List)}. */
  public static Catalog read(Path file) {
    return read(List.of(file));
  }

  /**
   * Reads a CSV document from memory; {@code name} stands for it in messages.
   *
   * @throws InputException when it is malformed, naming line and field
   */
  public static Catalog parse(byte[] csv, String name) {
    CatalogBuilder rows = new CatalogBuilder(new StringPool());
    try {
      new CatalogParser(new ByteArrayInputStream(csv), name, csv.length, rows).parse();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
    return rows.build();
  }

  /** Offers made elsewhere; {@code name} stands for their place, their index for the line. */
  public static Catalog of(List<Offer> offers, String name) {
    CatalogBuilder rows = new CatalogBuilder(new StringPool());
    int id = rows.pool.intern(name);
    for (int i = 0; i < offers.size(); i++) {
      rows.add(offers.get(i), id, i + 1);
    }
    return rows.build();
  }

  /**
   * Reads the {@code offers} entry of an input file: the name of a CSV file, a list of such names,
   * or the rows inline as mappings with the CSV's column names. Names are taken relative to {@code
   * folder}.
   *
   * @throws InputException naming the place of what is wrong
   */
  public static Catalog read(ConfigNode offers, Path folder) {
    return InlineOffers.read(offers, folder);
  }

  /** The number of rows. */
  public int size() {
    return source.length;
  }

  /** A row as a value. */
  public Offer offer(int row) {
    return new Offer(
        cloud(row),
        region(row),
        zone(row),
        instanceType(row),
        vcpus[row],
        memoryGib[row],
        accelerator(row),
        acceleratorCount[row],
        onDemandMicrosPerHour(row),
        spotMicrosPerHour(row));
  }

  /** All rows as values, made when they are asked for. */
  public List<Offer> offers() {
    return new Offers();
  }

  /** Where the row was read: {@code catalog.csv:17}. */
  public String origin(int row) {
    return pool.text(source[row]) + ":" + line[row];
  }

  /** The file, or whatever else, the row comes from. */
  public String source(int row) {
    return pool.text(source[row]);
  }

  /** The row's line in its source, from 1. */
  public int line(int row) {
    return line[row];
  }

  /** Provider id. */
  public String cloud(int row) {
    return pool.text(cloud[row]);
  }

  /** Region name. */
  public String region(int row) {
    return pool.text(region[row]);
  }

  /** Zone name; empty when the price holds for the whole region. */
  public String zone(int row) {
    return pool.text(zone[row]);
  }

  /** Machine type name. */
  public String instanceType(int row) {
    return pool.text(instanceType[row]);
  }

  /** Virtual processors. */
  public double vcpus(int row) {
    return vcpus[row];
  }

  /** Memory. */
  public double memoryGib(int row) {
    return memoryGib[row];
  }

  /** Accelerator model; empty when none. */
  public String accelerator(int row) {
    return pool.text(accelerator[row]);
  }

  /** How many accelerators. */
  public double acceleratorCount(int row) {
    return acceleratorCount[row];
  }

  /** The list price; empty when unknown. */
  public OptionalLong onDemandMicrosPerHour(int row) {
    return price(onDemand[row]);
  }

  /** The spot price; empty when unknown. */
  public OptionalLong spotMicrosPerHour(int row) {
    return price(spot[row]);
  }

  /** The rows that {@code filter} keeps, in the same order. */
  public Catalog where(OfferFilter filter) {
    return rows(IntStream.range(0, size()).filter(filter.on(this)));
  }

  /** All rows in another order; rows that are equal in it keep theirs. */
  public Catalog sorted(OfferOrder order) {
    return rows(
        IntStream.range(0, size()).boxed().sorted(order.on(this)).mapToInt(Integer::intValue));
  }

  private Catalog rows(IntStream indexes) {
    CatalogBuilder rows = new CatalogBuilder(pool);
    indexes.forEach(
        row -> {
          copyTo(rows, row, rows.draft());
          rows.commit();
        });
    return rows.build();
  }

  StringPool pool() {
    return pool;
  }

  int typeKey(int row) {
    return instanceType[row];
  }

  void copyTo(CatalogBuilder rows, int from, int to) {
    rows.source[to] = source[from];
    rows.line[to] = line[from];
    rows.cloud[to] = cloud[from];
    rows.region[to] = region[from];
    rows.zone[to] = zone[from];
    rows.instanceType[to] = instanceType[from];
    rows.accelerator[to] = accelerator[from];
    rows.vcpus[to] = vcpus[from];
    rows.memoryGib[to] = memoryGib[from];
    rows.acceleratorCount[to] = acceleratorCount[from];
    rows.onDemand[to] = onDemand[from];
    rows.spot[to] = spot[from];
  }

  private static OptionalLong price(long micros) {
    return micros == CatalogBuilder.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(micros);
  }

  private final class Offers extends AbstractList<Offer> implements RandomAccess {
    @Override
    public Offer get(int index) {
      return offer(index);
    }

    @Override
    public int size() {
      return Catalog.this.size();
    }
  }
}
