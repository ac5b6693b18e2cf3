package io.lepton.catalog;

import io.lepton.spi.price.EgressTier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What data costs that leaves one place for another, by the month's volume.
 *
 * <p>Tiers apply to the part of the volume that lies between their bounds: the price of the first
 * GiB never changes because more follow. The cost is therefore monotone and continuous in the
 * volume, and, as prices must not rise from tier to tier, concave. Beyond the last tier known its
 * price holds on: tariffs fall with volume, so that is an upper estimate.
 *
 * <p>A first tier of price zero is an allowance, granted once to a whole account and not to every
 * pair of places. It is kept apart as {@link #allowanceGib()}, the first price charged holds from
 * zero, and {@link #costMicros(long, long)} grants whatever of the allowance the caller has left.
 *
 * <p>Costs are exact in millionths of a US dollar, rounded half up once at the end; volumes count
 * bytes, a GiB being 2^30 of them. Immutable and thread safe.
 */
public final class EgressTariff {
  /** Hours in a month: a year of 8,760 hours in twelve parts, as the clouds' calculators do. */
  public static final double HOURS_PER_MONTH = 730;

  /** Costs nothing whatever the volume. */
  public static final EgressTariff FREE = new EgressTariff(new long[] {0}, new long[] {0}, 0);

  private static final double BYTES_PER_GIB = 1L << 30;

  private final long[] lowerBytes;
  private final long[] microsPerGib;
  private final BigInteger[] costBelow;

  /** {@link #costBelow} where it fits, and the volume up to which costs are formed in a long. */
  private final long[] smallCostBelow;

  private final long smallBytes;
  private final double allowanceGib;

  private EgressTariff(long[] lowerBytes, long[] microsPerGib, double allowanceGib) {
    this.lowerBytes = lowerBytes;
    this.microsPerGib = microsPerGib;
    this.allowanceGib = allowanceGib;
    costBelow = new BigInteger[lowerBytes.length];
    costBelow[0] = BigInteger.ZERO;
    for (int i = 1; i < lowerBytes.length; i++) {
      costBelow[i] =
          costBelow[i - 1].add(product(lowerBytes[i] - lowerBytes[i - 1], microsPerGib[i - 1]));
    }
    smallBytes = (Long.MAX_VALUE >> 1) / Math.max(1, microsPerGib[0]);
    smallCostBelow =
        Arrays.stream(costBelow)
            .mapToLong(cost -> cost.bitLength() < 63 ? cost.longValue() : 0)
            .toArray();
  }

  /**
   * Builds a tariff from the tiers of one pair of places, in any order.
   *
   * @throws IllegalArgumentException when there are none, when they leave a gap, overlap, do not
   *     begin at zero, or when a price rises with the volume
   */
  public static EgressTariff of(List<EgressTier> tiers) {
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("an egress tariff needs at least one tier");
    }
    List<EgressTier> sorted =
        new ArrayList<>(
            tiers.stream().sorted(Comparator.comparingDouble(EgressTier::fromGib)).toList());
    double bound = 0;
    for (EgressTier tier : sorted) {
      if (tier.fromGib() != bound) {
        throw new IllegalArgumentException(
            "%s: tiers must meet: one begins at %s GiB where %s GiB is expected"
                .formatted(pair(tier), tier.fromGib(), bound));
      }
      bound = tier.toGib();
    }
    double allowance = 0;
    if (sorted.size() > 1 && sorted.get(0).microsPerGib() == 0) {
      allowance = sorted.remove(0).toGib();
    }
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).microsPerGib() > sorted.get(i - 1).microsPerGib()) {
        throw new IllegalArgumentException(
            "%s: the price rises at %s GiB; a tariff falls with volume"
                .formatted(pair(sorted.get(i)), sorted.get(i).fromGib()));
      }
    }
    long[] lower = sorted.stream().mapToLong(tier -> bytes(tier.fromGib())).toArray();
    lower[0] = 0;
    return new EgressTariff(
        lower, sorted.stream().mapToLong(EgressTier::microsPerGib).toArray(), allowance);
  }

  /** The cost of a month's volume without any allowance, in millionths of a US dollar. */
  public long costMicros(long bytesPerMonth) {
    if (bytesPerMonth <= smallBytes) {
      int tier = tier(bytesPerMonth);
      long cost = smallCostBelow[tier] + (bytesPerMonth - lowerBytes[tier]) * microsPerGib[tier];
      return (cost + (1L << 29)) >> 30;
    }
    return round(exact(bytesPerMonth));
  }

  /**
   * The cost of a month's volume of which {@code allowanceBytes} are free. Monotone and continuous;
   * no longer concave where the allowance ends.
   */
  public long costMicros(long bytesPerMonth, long allowanceBytes) {
    long free = Math.min(bytesPerMonth, allowanceBytes);
    return round(exact(bytesPerMonth).subtract(exact(free)));
  }

  /**
   * The cost of an hour of a steady flow: the month's cost over {@link #HOURS_PER_MONTH}, without
   * allowance.
   */
  public long costMicrosPerHour(double gibPerHour) {
    return Math.round(costMicros(bytes(gibPerHour * HOURS_PER_MONTH)) / HOURS_PER_MONTH);
  }

  /** The price of the next GiB at a month's volume, in millionths of a US dollar. */
  public long marginalMicrosPerGib(long bytesPerMonth) {
    return microsPerGib[tier(bytesPerMonth)];
  }

  /** The free volume of the account's month that the tariff's first tier names; zero if none. */
  public double allowanceGib() {
    return allowanceGib;
  }

  /** Bytes of a volume in GiB, rounded. */
  public static long bytes(double gib) {
    if (!(gib >= 0) || gib > Long.MAX_VALUE / BYTES_PER_GIB) {
      throw new IllegalArgumentException("a volume must be from 0 to 8e9 GiB, not " + gib);
    }
    return Math.round(gib * BYTES_PER_GIB);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EgressTariff tariff
        && Arrays.equals(lowerBytes, tariff.lowerBytes)
        && Arrays.equals(microsPerGib, tariff.microsPerGib)
        && allowanceGib == tariff.allowanceGib;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lowerBytes) * 31 + Arrays.hashCode(microsPerGib);
  }

  private int tier(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a volume must not be negative: " + bytes);
    }
    int tier = lowerBytes.length - 1;
    while (lowerBytes[tier] > bytes) {
      tier--;
    }
    return tier;
  }

  /** Cost in 2^-30 millionths of a dollar: bytes times price a GiB. */
  private BigInteger exact(long bytes) {
    int tier = tier(bytes);
    return costBelow[tier].add(product(bytes - lowerBytes[tier], microsPerGib[tier]));
  }

  private static BigInteger product(long bytes, long micros) {
    return BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(micros));
  }

  private static long round(BigInteger cost) {
    return cost.add(BigInteger.valueOf(1L << 29)).shiftRight(30).longValueExact();
  }

  private static String pair(EgressTier tier) {
    return tier.cloud() + " " + tier.from() + " to " + tier.to();
  }
}
