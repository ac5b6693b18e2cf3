package io.lepton.local.storage;

import io.lepton.spi.storage.Checksum;

/**
 * The CRC32C of two runs of bytes from the CRC32C of each, as zlib's {@code crc32_combine} does it:
 * appending n zero bytes is a linear map over GF(2), applied by squaring.
 */
final class CrcCombination {
  /** Castagnoli polynomial, reflected (RFC 3720, section 12.1). */
  private static final int POLYNOMIAL = 0x82F63B78;

  private CrcCombination() {}

  /** The CRC32C of the bytes of {@code first} followed by {@code secondBytes} of {@code second}. */
  static Checksum combine(Checksum first, Checksum second, long secondBytes) {
    int crc = value(first);
    int[] power = new int[32];
    power[0] = POLYNOMIAL;
    for (int bit = 1; bit < 32; bit++) {
      power[bit] = 1 << (bit - 1);
    }
    // From one zero bit to one zero byte: squared three times.
    power = square(square(square(power)));
    for (long left = secondBytes; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        crc = times(power, crc);
      }
      power = square(power);
    }
    return Checksum.crc32c(Integer.toUnsignedLong(crc ^ value(second)));
  }

  private static int value(Checksum crc) {
    return Integer.parseUnsignedInt(crc.hex(), 16);
  }

  private static int[] square(int[] matrix) {
    int[] squared = new int[32];
    for (int bit = 0; bit < 32; bit++) {
      squared[bit] = times(matrix, matrix[bit]);
    }
    return squared;
  }

  private static int times(int[] matrix, int vector) {
    int sum = 0;
    for (int bit = 0, left = vector; left != 0; bit++, left >>>= 1) {
      if ((left & 1) != 0) {
        sum ^= matrix[bit];
      }
    }
    return sum;
  }
}
