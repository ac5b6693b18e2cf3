package io.lepton.catalog;

import io.lepton.spi.price.Offer;
import java.util.Arrays;
import java.util.OptionalLong;

/** Gathers rows into columns. Used once, by one thread. */
final class CatalogBuilder {
  /** Stands for an unknown price in the columns. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Room for more than this is only made for rows that are there. */
  private static final long MOST_ROWS = 10_000_000;

  final StringPool pool;
  int size;
  int[] source = new int[256];
  int[] line = new int[256];
  int[] cloud = new int[256];
  int[] region = new int[256];
  int[] zone = new int[256];
  int[] instanceType = new int[256];
  int[] accelerator = new int[256];
  double[] vcpus = new double[256];
  double[] memoryGib = new double[256];
  double[] acceleratorCount = new double[256];
  long[] onDemand = new long[256];
  long[] spot = new long[256];

  CatalogBuilder(StringPool pool) {
    this.pool = pool;
  }

  /** The row that {@link #commit} adds, without prices; drafted again if it is not committed. */
  int draft() {
    if (full()) {
      room(0);
    }
    onDemand[size] = UNKNOWN;
    spot[size] = UNKNOWN;
    return size;
  }

  /** Whether the next row needs more room. */
  boolean full() {
    return size == source.length;
  }

  /** Makes room for about so many rows. */
  void room(long expected) {
    resize((int) Math.max(size + (size >> 1), Math.min(expected, MOST_ROWS)));
  }

  void commit() {
    size++;
  }

  void add(Offer offer, int sourceId, int lineNumber) {
    int row = draft();
    source[row] = sourceId;
    line[row] = lineNumber;
    cloud[row] = pool.intern(offer.cloud());
    region[row] = pool.intern(offer.region());
    zone[row] = pool.intern(offer.zone());
    instanceType[row] = pool.intern(offer.instanceType());
    accelerator[row] = pool.intern(offer.accelerator());
    vcpus[row] = offer.vcpus();
    memoryGib[row] = offer.memoryGib();
    acceleratorCount[row] = offer.acceleratorCount();
    onDemand[row] = column(offer.onDemandMicrosPerHour());
    spot[row] = column(offer.spotMicrosPerHour());
    commit();
  }

  void copy(Catalog from, int fromRow, OptionalLong onDemandMicros, OptionalLong spotMicros) {
    int row = draft();
    from.copyTo(this, fromRow, row);
    onDemand[row] = column(onDemandMicros);
    spot[row] = column(spotMicros);
    commit();
  }

  Catalog build() {
    if (size < source.length) {
      resize(size);
    }
    return new Catalog(this);
  }

  private static long column(OptionalLong micros) {
    return micros.orElse(UNKNOWN);
  }

  private void resize(int capacity) {
    source = Arrays.copyOf(source, capacity);
    line = Arrays.copyOf(line, capacity);
    cloud = Arrays.copyOf(cloud, capacity);
    region = Arrays.copyOf(region, capacity);
    zone = Arrays.copyOf(zone, capacity);
    instanceType = Arrays.copyOf(instanceType, capacity);
    accelerator = Arrays.copyOf(accelerator, capacity);
    vcpus = Arrays.copyOf(vcpus, capacity);
    memoryGib = Arrays.copyOf(memoryGib, capacity);
    acceleratorCount = Arrays.copyOf(acceleratorCount, capacity);
    onDemand = Arrays.copyOf(onDemand, capacity);
    spot = Arrays.copyOf(spot, capacity);
  }
}
