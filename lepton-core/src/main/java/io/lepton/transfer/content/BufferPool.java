package io.lepton.transfer.content;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct buffers for content on its way, lent and given back. There are never more than borrowers
 * at once, and none is larger than asked for rounded up to a power of two. Thread safe.
 */
public final class BufferPool {
  private static final int SMALLEST = 64 << 10;
  private final Deque<ByteBuffer> free = new ArrayDeque<>();

  /** Lends a buffer of at least {@code bytes}, empty, its limit at {@code bytes}. */
  public ByteBuffer borrow(int bytes) {
    ByteBuffer buffer;
    synchronized (free) {
      buffer = free.pollFirst();
    }
    if (buffer == null || buffer.capacity() < bytes) {
      int capacity = Math.max(SMALLEST, bytes <= 1 ? 1 : Integer.highestOneBit(bytes - 1) << 1);
      // A smaller buffer is dropped here, not kept beside the larger: borrowers bound the memory.
      buffer = ByteBuffer.allocateDirect(capacity);
    }
    return buffer.clear().limit(bytes);
  }

  /** Takes a buffer back. */
  public void giveBack(ByteBuffer buffer) {
    synchronized (free) {
      free.addFirst(buffer);
    }
  }
}
