package io.lepton.local.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Direct buffers for copying, kept for the next write; at most a few are kept. */
final class Buffers {
  /** Small enough to stay in the second-level cache between read, checksum and write. */
  static final int BYTES = 256 * 1024;

  private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(32);

  ByteBuffer take() {
    ByteBuffer buffer = kept.poll();
    return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer.clear();
  }

  void giveBack(ByteBuffer buffer) {
    kept.offer(buffer);
  }
}
