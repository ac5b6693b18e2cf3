package io.lepton.spi.storage;

/**
 * Computes the CRC32C of two runs of bytes joined, from the CRC32C of each: the method of Mark
 * Adler's {@code crc32_combine} in zlib, with Castagnoli's polynomial (RFC 3720, reflected).
 */
public final class Crc32cCombiner {
  private static final long POLYNOMIAL = 0x82F63B78L;
  private static final int DIMENSION = 32;

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
    // Appending a zero byte is a linear map of the CRC register; squaring it doubles the zeros.
    long[] zeros = square(square(square(oneZeroBit())));
    long crc = first;
    for (long bytes = secondBytes; bytes != 0; bytes >>>= 1) {
      if ((bytes & 1) != 0) {
        crc = times(zeros, crc);
      }
      zeros = square(zeros);
    }
    return crc ^ second;
  }

  /** The same on checksums; {@code first} and {@code second} are CRC32C. */
  public static Checksum combine(Checksum first, Checksum second, long secondBytes) {
    return Checksum.crc32c(combine(value(first), value(second), secondBytes));
  }

  private static long value(Checksum crc) {
    if (crc.algorithm() != ChecksumAlgorithm.CRC32C) {
      throw new IllegalArgumentException(crc + " is no CRC32C");
    }
    return Long.parseLong(crc.hex(), 16);
  }

  private static long[] oneZeroBit() {
    long[] matrix = new long[DIMENSION];
    matrix[0] = POLYNOMIAL;
    for (int i = 1; i < DIMENSION; i++) {
      matrix[i] = 1L << (i - 1);
    }
    return matrix;
  }

  private static long times(long[] matrix, long vector) {
    long product = 0;
    for (int i = 0; i < DIMENSION; i++) {
      if ((vector >>> i & 1) != 0) {
        product ^= matrix[i];
      }
    }
    return product;
  }

  private static long[] square(long[] matrix) {
    long[] result = new long[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      result[i] = times(matrix, matrix[i]);
    }
    return result;
  }
}
