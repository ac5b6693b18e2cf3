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

  /** Begins a chunk that holds {@code plainBytes}. */
  Writing writing(long index, int plainBytes) {
    try {
      return new Writing(key.chunks().newStreamSegmentEncrypter(associatedData(index)), plainBytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("chunk " + index + " cannot be encrypted: " + e, e);
    }
  }

  /** Begins a chunk that holds {@code plainBytes}. */
  Reading reading(long index, int plainBytes) {
    try {
      return new Reading(
          key.chunks().newStreamSegmentDecrypter(), associatedData(index), plainBytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("chunk " + index + " cannot be decrypted: " + e, e);
    }
  }

  private byte[] associatedData(long index) {
    return ByteBuffer.allocate(envelopeDigest.length + Long.BYTES)
        .put(envelopeDigest)
        .putLong(index)
        .array();
  }

  /** A chunk on its way, a segment at a time; the head goes with the first. */
  private abstract static class Passing {
    private int left;
    private boolean done;
    int head = Chunks.HEAD_BYTES;

    Passing(int plainBytes) {
      this.left = plainBytes;
    }

    /** Plain bytes of the next segment. */
    int plainBytes() {
      return Math.min(left, Chunks.PLAIN_SEGMENT_BYTES - head);
    }

    /** Cipher bytes of the next segment. */
    int cipherBytes() {
      return head + plainBytes() + Chunks.TAG_BYTES;
    }

    /** Whether the chunk ends with the next segment. */
    boolean isLast() {
      return left == plainBytes();
    }

    void passed() {
      done = isLast();
      left -= plainBytes();
      head = 0;
    }

    /** Whether no segment is left. */
    boolean isDone() {
      return done;
    }
  }

  /** A chunk that is being encrypted. */
  static final class Writing extends Passing {
    private final StreamSegmentEncrypter segments;

    private Writing(StreamSegmentEncrypter segments, int plainBytes) {
      super(plainBytes);
      this.segments = segments;
    }

    /** Appends the next segment, whose plain text {@code plain} is. */
    void encrypt(ByteBuffer plain, ByteBuffer into) {
      try {
        if (head > 0) {
          into.put(segments.getHeader());
        }
        segments.encryptSegment(plain, isLast(), into);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a segment cannot be encrypted: " + e, e);
      }
      passed();
    }
  }

  /** A chunk that is being decrypted. */
  static final class Reading extends Passing {
    private final StreamSegmentDecrypter segments;
    private final byte[] associatedData;
    private int next;

    private Reading(StreamSegmentDecrypter segments, byte[] associatedData, int plainBytes) {
      super(plainBytes);
      this.segments = segments;
      this.associatedData = associatedData;
    }

    /**
     * Appends the plain text of the next segment, which {@code cipher} is.
     *
     * @throws IOException when it is not what was encrypted with this key at this place; what was
     *     appended is not to be used
     */
    void decrypt(ByteBuffer cipher, ByteBuffer into) throws IOException {
      int start = into.position();
      try {
        if (head > 0) {
          segments.init(cipher.slice(cipher.position(), head), associatedData);
          cipher.position(cipher.position() + head);
        }
        segments.decryptSegment(cipher, next++, isLast(), into);
      } catch (GeneralSecurityException e) {
        into.position(start);
        throw new IOException(e.getMessage(), e);
      }
      passed();
    }
  }
}
