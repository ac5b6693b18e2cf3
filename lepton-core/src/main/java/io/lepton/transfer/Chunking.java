package io.lepton.transfer;

import io.lepton.config.InputException;

/**
 * How content is cut for the way. Providers' limits always win over these wishes.
 *
 * @param bufferBytes objects up to this size are read whole into one pooled buffer, so that their
 *     digest is known before anything is written; at most {@code parallelism} buffers exist
 * @param multipartThresholdBytes larger objects are written in parts, resumable one by one, where
 *     the target can
 * @param partBytes size of a part
 */
public record Chunking(int bufferBytes, long multipartThresholdBytes, long partBytes) {
  private static final int MIB = 1 << 20;

  public Chunking {
    if (bufferBytes < 1 || multipartThresholdBytes < bufferBytes || partBytes < 1) {
      throw new InputException(
          "chunk sizes must be at least 1 and the multipart threshold at least the buffer: buffer "
              + bufferBytes
              + ", threshold "
              + multipartThresholdBytes
              + ", part "
              + partBytes);
    }
  }

  /** Buffers of 4 MiB, parts of 32 MiB from 64 MiB on. */
  public static Chunking standard() {
    return new Chunking(4 * MIB, 64L * MIB, 32L * MIB);
  }
}
