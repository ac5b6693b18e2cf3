package io.lepton.transfer.crypt;

import com.google.crypto.tink.subtle.StreamSegmentDecrypter;
import com.google.crypto.tink.subtle.StreamSegmentEncrypter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * Encrypts and decrypts the chunks of one object. Tink draws the salts and nonces and derives the
 * keys; its segments are called one by one because its channels copy every byte twice more. Used by
 * one thread at a time.
 */
final class ChunkCipher {
  private final DataKey key;
  private final byte[] envelopeDigest;

  ChunkCipher(DataKey key, Envelope envelope) {
    this.key = key;
    this.envelopeDigest = envelope.digest();
  }

  /** Begins a chunk. */
  Writing writing(long index) {
    try {
      return new Writing(key.chunks().newStreamSegmentEncrypter(associatedData(index)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("chunk " + index + " cannot be encrypted: " + e, e);
    }
  }

  /** A chunk that is being encrypted, some segments at a time. */
  static final class Writing {
    private final StreamSegmentEncrypter segments;
    private int head = Chunks.HEAD_BYTES;

    private Writing(StreamSegmentEncrypter segments) {
      this.segments = segments;
    }

    /** Plain bytes that the next {@code count} segments take. */
    int plainBytes(int count) {
      return count * Chunks.PLAIN_SEGMENT_BYTES - head;
    }

    /**
     * Appends the cipher text of what remains in {@code plain}.
     *
     * @param last whether the chunk ends with it; what is not the last fills its segments
     */
    void encrypt(ByteBuffer plain, boolean last, ByteBuffer into) {
      int end = plain.limit();
      try {
        if (head > 0) {
          into.put(segments.getHeader());
        }
        do {
          plain.limit(Math.min(end, plain.position() + plainBytes(1)));
          segments.encryptSegment(plain, last && plain.limit() == end, into);
          plain.limit(end);
          head = 0;
        } while (plain.hasRemaining());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a chunk cannot be encrypted: " + e, e);
      }
    }
  }

  /**
   * Appends the plain text of a whole chunk; nothing of it before all of it is authenticated is to
   * be used.
   *
   * @throws IOException when it is not what was encrypted with this key at this place
   */
  void decrypt(long index, ByteBuffer cipher, ByteBuffer into) throws IOException {
    int start = into.position();
    int end = cipher.limit();
    try {
      StreamSegmentDecrypter segments = key.chunks().newStreamSegmentDecrypter();
      segments.init(cipher.slice(cipher.position(), Chunks.HEAD_BYTES), associatedData(index));
      cipher.position(cipher.position() + Chunks.HEAD_BYTES);
      int most = Chunks.SEGMENT_BYTES - Chunks.HEAD_BYTES;
      int segment = 0;
      do {
        cipher.limit(Math.min(end, cipher.position() + most));
        segments.decryptSegment(cipher, segment++, cipher.limit() == end, into);
        cipher.limit(end);
        most = Chunks.SEGMENT_BYTES;
      } while (cipher.hasRemaining());
    } catch (GeneralSecurityException e) {
      into.position(start);
      throw new IOException(e.getMessage(), e);
    }
  }

  private byte[] associatedData(long index) {
    return ByteBuffer.allocate(envelopeDigest.length + Long.BYTES)
        .put(envelopeDigest)
        .putLong(index)
        .array();
  }
}
