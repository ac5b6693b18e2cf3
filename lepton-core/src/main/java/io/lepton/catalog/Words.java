package io.lepton.catalog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes compared eight at a time. Arrays need {@link #SLACK} bytes beyond what is compared. */
final class Words {
  static final int SLACK = Long.BYTES;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  static long at(byte[] bytes, int position) {
    return (long) WORD.get(bytes, position);
  }

  static boolean equal(byte[] one, int oneFrom, byte[] other, int otherFrom, int length) {
    int done = 0;
    for (; done + Long.BYTES <= length; done += Long.BYTES) {
      if (at(one, oneFrom + done) != at(other, otherFrom + done)) {
        return false;
      }
    }
    int left = length - done;
    // The lowest bytes of a little-endian word are the first ones; a shift keeps those that count.
    return left == 0
        || (at(one, oneFrom + done) ^ at(other, otherFrom + done)) << (64 - 8 * left) == 0;
  }
}
