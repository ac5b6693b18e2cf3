package io.lepton.transfer.crypt;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Room for one chunk of plain and of cipher text. Room outside the heap is kept and used again, for
 * only a collection would free it, and the collector does not see how much it is.
 *
 * @param plain empties and fills with one chunk
 * @param cipher fits its cipher text, and an envelope
 */
record ChunkBuffers(ByteBuffer plain, ByteBuffer cipher) {
  private static final int MOST_KEPT = 32;
  private static final BlockingQueue<ChunkBuffers> KEPT = new ArrayBlockingQueue<>(MOST_KEPT);

  /** For chunks of up to {@code plainBytes}. */
  static ChunkBuffers take(int plainBytes) {
    @Nullable ChunkBuffers kept = plainBytes == Chunks.PLAIN_BYTES ? KEPT.poll() : null;
    return kept != null
        ? kept
        : new ChunkBuffers(
            PlatformCipher.buffer(plainBytes),
            PlatformCipher.buffer(
                Math.max(Chunks.cipherBytesOfChunk(plainBytes), Envelope.SIZE_BYTES)));
  }

  /** To be called at most once, by the only thread that used them, when it is done with them. */
  void giveBack() {
    if (plain.isDirect() && plain.capacity() == Chunks.PLAIN_BYTES) {
      KEPT.offer(this);
    }
  }
}
