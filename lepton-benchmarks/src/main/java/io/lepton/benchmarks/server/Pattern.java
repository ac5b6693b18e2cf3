package io.lepton.benchmarks.server;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Content that need not be kept: the same mebibyte of noise over and over. Whatever large object is
 * written must be this, which its CRC32C tells.
 */
final class Pattern {
  private static final int BYTES = 1 << 20;
  private static final ByteBuffer NOISE = ByteBuffer.allocateDirect(2 * BYTES);

  static {
    byte[] noise = new byte[BYTES];
    new Random(1).nextBytes(noise);
    NOISE.put(noise).put(noise).flip();
  }

  private Pattern() {}

  /** At most a mebibyte of the content from {@code position} on; shared memory, to be read only. */
  static ByteBuffer at(long position, long bytes) {
    return NOISE.slice((int) (position % BYTES), (int) Math.min(bytes, BYTES));
  }

  /** The CRC32C of the first {@code bytes}. */
  static long crc32c(long bytes) {
    CRC32C crc = new CRC32C();
    for (long position = 0; position < bytes; ) {
      ByteBuffer piece = at(position, bytes - position);
      position += piece.remaining();
      crc.update(piece);
    }
    return crc.getValue();
  }
}
