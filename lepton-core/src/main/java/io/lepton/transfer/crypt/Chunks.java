package io.lepton.transfer.crypt;

/**
 * How content is cut for encryption: into chunks of {@value #PLAIN_BYTES} bytes, each a stream of
 * its own, so that parts can be encrypted at once, sent again and read from anywhere. Content of no
 * bytes has one empty chunk. A whole chunk is {@value #SEGMENTS} segments of one length, each with
 * a tag of 16 bytes at its end; the first begins with a head of 40 bytes (Tink, {@code
 * AES256_GCM_HKDF} streaming format).
 *
 * <p>A segment is one call of the cipher. A call costs as much as encrypting another 15 KiB, so
 * segments are long, but they and their plain text fit the cache of a processor's core.
 */
final class Chunks {
  /** Plain bytes of every chunk but the last. */
  static final int PLAIN_BYTES = 1 << 20;

  static final int HEAD_BYTES = 40;
  static final int TAG_BYTES = 16;
  private static final int SEGMENTS = 8;

  /** Plain bytes of every segment but the last of a chunk; those of the first include the head. */
  static final int PLAIN_SEGMENT_BYTES = (PLAIN_BYTES + HEAD_BYTES) / SEGMENTS;

  /** Cipher bytes of every segment but the last of a chunk. */
  static final int SEGMENT_BYTES = PLAIN_SEGMENT_BYTES + TAG_BYTES;

  /** Cipher bytes of a whole chunk. */
  static final int CIPHER_BYTES = cipherBytesOfChunk(PLAIN_BYTES);

  private Chunks() {}

  /** Cipher bytes of one chunk. */
  static int cipherBytesOfChunk(int plainBytes) {
    // The head takes room in the first segment; the last one is never empty.
    int filled = plainBytes + HEAD_BYTES;
    int segments = Math.max(1, (filled + PLAIN_SEGMENT_BYTES - 1) / PLAIN_SEGMENT_BYTES);
    return filled + segments * TAG_BYTES;
  }

  /** How many chunks content has. */
  static long count(long plainBytes) {
    return Math.max(1, plainBytes / PLAIN_BYTES + (plainBytes % PLAIN_BYTES == 0 ? 0 : 1));
  }

  /** Plain bytes of chunk {@code index}, from 0, of content of {@code plainBytes}. */
  static int plainBytes(long plainBytes, long index) {
    return (int) Math.min(PLAIN_BYTES, plainBytes - index * PLAIN_BYTES);
  }

  /** Cipher bytes of content, without its envelope. */
  static long cipherBytes(long plainBytes) {
    long last = count(plainBytes) - 1;
    return last * CIPHER_BYTES + cipherBytesOfChunk(plainBytes(plainBytes, last));
  }

  /**
   * Plain bytes of content of {@code cipherBytes} without its envelope, or -1 when no content has
   * that length.
   */
  static long plainBytesOf(long cipherBytes) {
    if (cipherBytes < HEAD_BYTES + TAG_BYTES) {
      return -1;
    }
    long full = (cipherBytes - 1) / CIPHER_BYTES;
    int rest = (int) (cipherBytes - full * CIPHER_BYTES);
    int segments = (rest + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
    int plain = rest - segments * TAG_BYTES - HEAD_BYTES;
    boolean real = plain >= (full == 0 ? 0 : 1) && cipherBytesOfChunk(plain) == rest;
    return real ? full * PLAIN_BYTES + plain : -1;
  }

  /** The most plain bytes, in whole chunks, whose object has at most {@code cipherBytes}. */
  static long largestWithin(long cipherBytes) {
    return Math.max(0, (cipherBytes - Envelope.SIZE_BYTES) / CIPHER_BYTES) * PLAIN_BYTES;
  }
}
