package io.lepton.transfer.crypt;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Room for one segment of plain and of cipher text. Room outside the heap is kept and used again,
 * for only a collection would free it, and the collector does not see how much it is.
 *
 * @param plain empties and fills with one segment
 * @param cipher fits its cipher text, and an envelope
 */
record SegmentBuffers(ByteBuffer plain, ByteBuffer cipher) {
  private static final int MOST_KEPT = 32;
  private static final BlockingQueue<SegmentBuffers> KEPT = new ArrayBlockingQueue<>(MOST_KEPT);

  /** For the segments of content of {@code plainBytes}. */
  static SegmentBuffers of(long plainBytes) {
    int segment = (int) Math.min(plainBytes, Chunks.PLAIN_SEGMENT_BYTES);
    @Nullable SegmentBuffers kept = segment == Chunks.PLAIN_SEGMENT_BYTES ? KEPT.poll() : null;
    return kept != null
        ? kept
        : new SegmentBuffers(
            PlatformCipher.buffer(segment),
            PlatformCipher.buffer(
                Math.max(Chunks.cipherBytesOfChunk(segment), Envelope.SIZE_BYTES)));
  }

  /** To be called at most once, by the only thread that used them, when it is done with them. */
  void giveBack() {
    if (plain.isDirect() && plain.capacity() == Chunks.PLAIN_SEGMENT_BYTES) {
      KEPT.offer(this);
    }
  }
}
