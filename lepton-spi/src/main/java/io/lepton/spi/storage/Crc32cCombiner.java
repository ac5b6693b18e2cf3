package io.lepton.spi.storage;

import java.util.List;
import java.util.Optional;

/**
 * Computes the CRC32C of two runs of bytes joined, from the CRC32C of each: the method of {@code
 * crc32_combine} in zlib since 1.2.12 (Mark Adler), with Castagnoli's polynomial (RFC 3720). A CRC
 * is a polynomial over GF(2), its highest bit the coefficient of x^0; appending n bytes multiplies
 * it by x^(8n), which is a product of squares of squares of x.
 */
public final class Crc32cCombiner {
  private static final int POLYNOMIAL = 0x82F63B78;

  /** The polynomial 1. */
  private static final int ONE = 1 << 31;

  /** x to the power of 8 times 2^i. */
  private static final int[] BYTES = new int[Long.SIZE - 1];

  static {
    int power = ONE >>> 1;
    for (int doubled = 0; doubled < 3; doubled++) {
      power = product(power, power);
    }
    for (int i = 0; i < BYTES.length; i++) {
      BYTES[i] = power;
      power = product(power, power);
    }
  }

  private Crc32cCombiner() {}

  /**
   * The CRC32C of the first run followed by the second.
   *
   * @param first CRC32C of the first run
   * @param second CRC32C of the second run
   * @param secondBytes length of the second run
   */
  public static long combine(long first, long second, long secondBytes) {
    if (secondBytes < 0) {
      throw new IllegalArgumentException("negative length: " + secondBytes);
    }
    int crc = (int) first;
    for (long left = secondBytes; left != 0; left &= left - 1) {
      crc = product(BYTES[Long.numberOfTrailingZeros(left)], crc);
    }
    return Integer.toUnsignedLong(crc) ^ second;
  }

  /** The same on checksums; {@code first} and {@code second} are CRC32C. */
  public static Checksum combine(Checksum first, Checksum second, long secondBytes) {
    return Checksum.crc32c(combine(value(first), value(second), secondBytes));
  }

  /** The CRC32C of all parts in their order; empty where that of one is not known. */
  public static Optional<Checksum> whole(List<UploadedPart> parts) {
    Checksum whole = Checksum.crc32c(0);
    for (UploadedPart part : parts) {
      Optional<Checksum> crc =
          part.checksum().filter(known -> known.algorithm() == ChecksumAlgorithm.CRC32C);
      if (crc.isEmpty()) {
        return Optional.empty();
      }
      whole = combine(whole, crc.get(), part.sizeBytes());
    }
    return Optional.of(whole);
  }

  private static long value(Checksum crc) {
    if (crc.algorithm() != ChecksumAlgorithm.CRC32C) {
      throw new IllegalArgumentException(crc + " is no CRC32C");
    }
    return Long.parseLong(crc.hex(), 16);
  }

  /** The product of two polynomials, modulo that of CRC32C. */
  private static int product(int a, int b) {
    int sum = 0;
    int multiple = b;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        sum ^= multiple;
      }
      multiple = (multiple & 1) == 0 ? multiple >>> 1 : multiple >>> 1 ^ POLYNOMIAL;
    }
    return sum;
  }
}
