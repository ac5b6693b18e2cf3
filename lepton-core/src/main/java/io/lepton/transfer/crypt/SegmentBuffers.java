package io.lepton.transfer.crypt;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Room for some segments of plain and of cipher text, which are read at once. Room outside the heap
 * is kept and used again, for only a collection would free it, and the collector does not see how
 * much it is.
 *
 * @param plain fits {@value #SEGMENTS} segments of a chunk, or content that is shorter
 * @param cipher fits their cipher text, and an envelope
 */
record SegmentBuffers(ByteBuffer plain, ByteBuffer cipher) {
  /** Fewer calls of the kernel, and the two texts still fit the cache of a processor's core. */
  static final int SEGMENTS = 2;

  private static final int PLAIN_BYTES = SEGMENTS * Chunks.PLAIN_SEGMENT_BYTES;
  private static final int MOST_KEPT = 32;
  private static final BlockingQueue<SegmentBuffers> KEPT = new ArrayBlockingQueue<>(MOST_KEPT);

  /** For the segments of content of {@code plainBytes}. */
  static SegmentBuffers of(long plainBytes) {
    int plain = (int) Math.min(plainBytes, PLAIN_BYTES);
    @Nullable SegmentBuffers kept = plain == PLAIN_BYTES ? KEPT.poll() : null;
    return kept != null
        ? kept
        : new SegmentBuffers(
            PlatformCipher.buffer(plain),
            PlatformCipher.buffer(Math.max(Chunks.cipherBytesOfChunk(plain), Envelope.SIZE_BYTES)));
  }

  /** Fills a buffer to its limit. */
  @FunctionalInterface
  interface Filler<E extends Exception> {
    void fill(ByteBuffer buffer) throws E;
  }

  /**
   * The next {@code bytes} of {@code ahead}, which is {@link #plain} or {@link #cipher}. When it
   * has nothing left, {@code aheadBytes} are read into it before; if that fails, it has still
   * nothing.
   */
  static <E extends Exception> ByteBuffer next(
      ByteBuffer ahead, int bytes, int aheadBytes, Filler<E> source) throws E {
    if (!ahead.hasRemaining()) {
      source.fill(ahead.duplicate().clear().limit(aheadBytes));
      ahead.clear().limit(aheadBytes);
    }
    ByteBuffer segment = ahead.slice(ahead.position(), bytes);
    ahead.position(ahead.position() + bytes);
    return segment;
  }

  /** To be called at most once, by the only thread that used them, when it is done with them. */
  void giveBack() {
    if (plain.isDirect() && plain.capacity() == PLAIN_BYTES) {
      KEPT.offer(this);
    }
  }
}
