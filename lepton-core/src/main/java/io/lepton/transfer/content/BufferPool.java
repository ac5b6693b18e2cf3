package io.lepton.transfer.content;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Direct buffers for content on its way, lent and given back, of sizes that are powers of two. All
 * of the large ones together stay within a budget, for which borrowers wait; small ones, of which
 * each borrower has a few at most, are lent at once, so that who holds a large one can end. Thread
 * safe.
 */
public final class BufferPool {
  /** Up to this size buffers are lent at once. */
  public static final int SMALL = 256 << 10;

  private static final int SMALLEST = 64 << 10;
  private static final long LEAST_BUDGET = 16L << 20;
  private static final long MOST_BUDGET = 256L << 20;

  private final long budgetBytes;
  private final Map<Integer, Deque<ByteBuffer>> free = new HashMap<>();
  private long largeBytes;

  /** Lends large buffers of {@code budgetBytes} in all, or one larger than that. */
  public BufferPool(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** With a quarter of what the virtual machine may use, from 16 to 256 MiB. */
  public static BufferPool ofThisMachine() {
    long quarter = Runtime.getRuntime().maxMemory() / 4;
    return new BufferPool(Math.max(LEAST_BUDGET, Math.min(MOST_BUDGET, quarter)));
  }

  /**
   * Lends a buffer of at least {@code bytes}, empty, its limit at {@code bytes}.
   *
   * @throws CloudException CANCELLED, the interrupt flag set, when interrupted
   */
  public synchronized ByteBuffer borrow(int bytes) {
    int capacity = Math.max(SMALLEST, bytes <= 1 ? 1 : Integer.highestOneBit(bytes - 1) << 1);
    ByteBuffer buffer = freeOf(capacity).pollFirst();
    while (buffer == null && capacity > SMALL && !makeRoom(capacity)) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw CloudException.of(ErrorKind.CANCELLED)
            .cause(e)
            .message("interrupted while waiting for a buffer");
      }
      buffer = freeOf(capacity).pollFirst();
    }
    if (buffer == null) {
      largeBytes += capacity > SMALL ? capacity : 0;
      buffer = ByteBuffer.allocateDirect(capacity);
    }
    return buffer.clear().limit(bytes);
  }

  /** Whether the budget has room for one more, after free ones of other sizes were dropped. */
  private boolean makeRoom(int capacity) {
    for (Map.Entry<Integer, Deque<ByteBuffer>> others : free.entrySet()) {
      while (others.getKey() > SMALL
          && largeBytes + capacity > budgetBytes
          && others.getValue().pollFirst() != null) {
        largeBytes -= others.getKey();
      }
    }
    return largeBytes == 0 || largeBytes + capacity <= budgetBytes;
  }

  /** Takes a buffer back. */
  public synchronized void giveBack(ByteBuffer buffer) {
    freeOf(buffer.capacity()).addFirst(buffer);
    if (buffer.capacity() > SMALL) {
      notifyAll();
    }
  }

  private Deque<ByteBuffer> freeOf(int capacity) {
    return free.computeIfAbsent(capacity, unused -> new ArrayDeque<>());
  }
}
