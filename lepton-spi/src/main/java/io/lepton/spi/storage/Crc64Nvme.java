package io.lepton.spi.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * CRC-64/NVME (NVM Express NVM command set specification, 64b CRC): reflected polynomial
 * 9A6C9329AC4BC9B5, initial value and final xor all ones. Used by one thread at a time.
 *
 * <p>Java has no instruction for it. Eight tables take a word of eight bytes a step, but no step
 * can begin before the last is done. So a long run is made short first, without tables, by the idea
 * of Chorba (<a href="https://arxiv.org/abs/2412.16398">Russell, "Chorba: A novel CRC32
 * implementation"</a>, 2024): the polynomial divides the sum of x<sup>64e</sup> over e = 0, 156,
 * 299, 539, 623, 888, 1083, 1119 and 1161, so a word may be taken away from the front if it is
 * added, unshifted, to eight words after it. Each word that passes is then the sum of nine, which
 * depends on none of its neighbours.
 */
final class Crc64Nvme {
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final long[][] TABLES = tables();

  /** How far after a word the last of those is to which it is added. */
  private static final int REACH = 1161;

  private static final int[] DISTANCES = {42, 78, 273, 538, 622, 862, 1005, REACH};
  private static final int AT_ONCE = 2048;
  private static final int BLOCK = 128;

  private long crc = ~0L;

  /** The {@link #REACH} words before those at hand, and those. */
  private long[] passing = {};

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int value = 0; value < 256; value++) {
      long entry = value;
      for (int bit = 0; bit < 8; bit++) {
        entry = (entry & 1) == 0 ? entry >>> 1 : (entry >>> 1) ^ POLYNOMIAL;
      }
      tables[0][value] = entry;
    }
    for (int value = 0; value < 256; value++) {
      for (int table = 1; table < 8; table++) {
        long before = tables[table - 1][value];
        tables[table][value] = (before >>> 8) ^ tables[0][(int) (before & 0xff)];
      }
    }
    return tables;
  }

  /** Appends the remaining bytes, whose position stays. */
  void update(ByteBuffer bytes) {
    ByteBuffer little = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    LongBuffer words = little.asLongBuffer();
    if (words.remaining() >= 4 * REACH) {
      fold(words);
    } else {
      long[] block = new long[Math.min(words.remaining(), BLOCK)];
      while (words.hasRemaining()) {
        int count = Math.min(words.remaining(), BLOCK);
        words.get(block, 0, count);
        divide(block, 0, count);
      }
    }
    for (int i = words.limit() * Long.BYTES; i < little.limit(); i++) {
      crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ little.get(i)) & 0xff];
    }
  }

  /** The CRC of all bytes so far. */
  long value() {
    return ~crc;
  }

  private void fold(LongBuffer words) {
    if (passing.length == 0) {
      passing = new long[REACH + AT_ONCE];
    }
    Arrays.fill(passing, 0, REACH, 0);
    long before = crc;
    while (words.remaining() > REACH) {
      int count = Math.min(AT_ONCE, words.remaining() - REACH);
      words.get(passing, REACH, count);
      passing[REACH] ^= before;
      before = 0;
      pass(passing, count);
      System.arraycopy(passing, count, passing, 0, REACH);
    }
    // To the last words only those before them are added, which are whole by now.
    words.get(passing, REACH, REACH);
    for (int distance : DISTANCES) {
      for (int i = REACH; i < REACH + distance; i++) {
        passing[i] ^= passing[i - distance];
      }
    }
    crc = 0;
    divide(passing, REACH, 2 * REACH);
  }

  /** Constants, for with them the quick compiler checks fewer bounds. */
  private static void pass(long[] words, int count) {
    for (int i = REACH; i < REACH + count; i++) {
      words[i] ^=
          words[i - 42]
              ^ words[i - 78]
              ^ words[i - 273]
              ^ words[i - 538]
              ^ words[i - 622]
              ^ words[i - 862]
              ^ words[i - 1005]
              ^ words[i - REACH];
    }
  }

  private void divide(long[] words, int from, int to) {
    long[] t0 = TABLES[0];
    long[] t1 = TABLES[1];
    long[] t2 = TABLES[2];
    long[] t3 = TABLES[3];
    long[] t4 = TABLES[4];
    long[] t5 = TABLES[5];
    long[] t6 = TABLES[6];
    long[] t7 = TABLES[7];
    long next = crc;
    for (int i = from; i < to; i++) {
      long mixed = next ^ words[i];
      next =
          t7[(int) mixed & 0xff]
              ^ t6[(int) (mixed >>> 8) & 0xff]
              ^ t5[(int) (mixed >>> 16) & 0xff]
              ^ t4[(int) (mixed >>> 24) & 0xff]
              ^ t3[(int) (mixed >>> 32) & 0xff]
              ^ t2[(int) (mixed >>> 40) & 0xff]
              ^ t1[(int) (mixed >>> 48) & 0xff]
              ^ t0[(int) (mixed >>> 56)];
    }
    crc = next;
  }
}
