package io.lepton.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers for who moves more than it has room for itself, lent while it does: a thousand
 * connections at rest take little, and at work no more than the network is quicker for. Thread
 * safe.
 */
final class BulkBuffers {
  /** So much is worth a call of the kernel. */
  static final int FULL_BYTES = 128 << 10;

  /** With less than that in it there is room for as much again, which some bodies make at once. */
  private static final int BYTES = 2 * FULL_BYTES + (16 << 10);

  /** Two for each of so many connections as are usual. */
  private static final int MOST = 128;

  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private int made;

  /** Lends an empty one; null when all are lent, and who asks goes on with what it has. */
  synchronized @Nullable ByteBuffer borrow() {
    ByteBuffer buffer = free.pollFirst();
    if (buffer == null && made < MOST) {
      made++;
      buffer = ByteBuffer.allocateDirect(BYTES);
    }
    return buffer == null ? null : buffer.clear();
  }

  /** Takes one back that is of no use to anyone else any more. */
  synchronized void giveBack(ByteBuffer buffer) {
    free.addFirst(buffer);
  }
}
