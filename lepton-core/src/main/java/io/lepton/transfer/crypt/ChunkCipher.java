package io.lepton.transfer.crypt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the chunks of one object, each a stream of Tink's format {@code
 * AES256_GCM_HKDF} (<a
 * href="https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming">AES-GCM-HKDF
 * Streaming AEAD</a>). Its head is its own length, a salt and the beginning of all nonces; a nonce
 * ends with the number of the segment and whether it is the last.
 *
 * <p>Tink itself looks cipher and MAC up anew for every stream, which costs as much as encrypting
 * half a chunk, and its channels copy every byte twice more. Here they are looked up once, and one
 * salt serves for chunks that are written one after another: their numbers are in the associated
 * data, so each has a key of its own all the same. Used by one thread at a time.
 */
final class ChunkCipher {
  private static final int NONCE_PREFIX_BYTES = 7;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final DataKey key;
  private final byte[] envelopeDigest;
  private final CipherEngines engines = CipherEngines.take();
  private final Cipher cipher = engines.aesGcm();
  private final Mac mac = engines.hmacSha256();
  private byte[] salt = {};
  private byte[] headWritten = {};
  private long lastWritten;

  ChunkCipher(DataKey key, Envelope envelope) {
    this.key = key;
    this.envelopeDigest = envelope.digest();
  }

  /** Begins a chunk that holds {@code plainBytes}. */
  Writing writing(long index, int plainBytes) {
    return new Writing(index, plainBytes);
  }

  /** Begins a chunk that holds {@code plainBytes}. */
  Reading reading(long index, int plainBytes) {
    return new Reading(index, plainBytes);
  }

  /** Ends its use; to be called at most once. Who lets it lie loses nothing but time. */
  void giveBack() {
    engines.giveBack();
  }

  /** A head that no chunk of this number had before. */
  private byte[] newHead(long index) {
    if (headWritten.length == 0 || index <= lastWritten) {
      headWritten = new byte[Chunks.HEAD_BYTES];
      RANDOM.nextBytes(headWritten);
      headWritten[0] = Chunks.HEAD_BYTES;
    }
    lastWritten = index;
    return headWritten;
  }

  private SecretKey chunkKey(byte[] salt, long index) {
    if (!Arrays.equals(salt, this.salt)) {
      key.extract(mac, salt);
      this.salt = salt;
    }
    // The expansion (RFC 5869, 2.3) is a single step, for the key is as long as the hash.
    mac.update(
        ByteBuffer.allocate(envelopeDigest.length + Long.BYTES + 1)
            .put(envelopeDigest)
            .putLong(index)
            .put((byte) 1)
            .flip());
    return new SecretKeySpec(mac.doFinal(), "AES");
  }

  /** A chunk on its way, a segment at a time; the head goes with the first. */
  private abstract class Passing {
    final long index;
    private final ByteBuffer nonce = ByteBuffer.allocate(PlatformCipher.NONCE_BYTES);
    private @Nullable SecretKey chunkKey;
    private int segments;
    private int left;
    private boolean done;
    private boolean failed;
    int head = Chunks.HEAD_BYTES;

    Passing(long index, int plainBytes) {
      this.index = index;
      this.left = plainBytes;
    }

    /** Plain bytes of the next segment. */
    int plainBytes() {
      return plainBytes(1);
    }

    /** Plain bytes of the next segments, or of all that are left if they are fewer. */
    int plainBytes(int segments) {
      return Math.min(left, segments * Chunks.PLAIN_SEGMENT_BYTES - head);
    }

    /** Cipher bytes of the next segment. */
    int cipherBytes() {
      return cipherBytes(1);
    }

    /** Cipher bytes of the next segments, or of all that are left if they are fewer. */
    int cipherBytes(int segments) {
      int filled = head + plainBytes(segments);
      int tags =
          Math.max(1, (filled + Chunks.PLAIN_SEGMENT_BYTES - 1) / Chunks.PLAIN_SEGMENT_BYTES);
      return filled + tags * Chunks.TAG_BYTES;
    }

    /** Whether no segment is left. */
    boolean isDone() {
      return done;
    }

    /** Has the head say which key and nonces the segments have. */
    void begin(byte[] header) {
      int saltEnd = Chunks.HEAD_BYTES - NONCE_PREFIX_BYTES;
      chunkKey = chunkKey(Arrays.copyOfRange(header, 1, saltEnd), index);
      nonce.put(0, header, saltEnd, NONCE_PREFIX_BYTES);
    }

    /** Passes the next segment through the cipher. Once that fails, no other passes. */
    void pass(int mode, ByteBuffer from, ByteBuffer into) throws GeneralSecurityException {
      if (failed) {
        throw new GeneralSecurityException("a segment before it failed");
      }
      failed = true;
      boolean last = left == plainBytes();
      nonce.putInt(NONCE_PREFIX_BYTES, segments++).put(nonce.capacity() - 1, (byte) (last ? 1 : 0));
      cipher.init(mode, chunkKey, PlatformCipher.parameters(nonce.array()));
      cipher.doFinal(from, into);
      left -= plainBytes();
      head = 0;
      done = last;
      failed = false;
    }
  }

  /** A chunk that is being encrypted. */
  final class Writing extends Passing {

    private Writing(long index, int plainBytes) {
      super(index, plainBytes);
    }

    /** Appends the next segment, whose plain text {@code plain} is. */
    void encrypt(ByteBuffer plain, ByteBuffer into) {
      if (head > 0) {
        byte[] header = newHead(index);
        begin(header);
        into.put(header);
      }
      try {
        pass(Cipher.ENCRYPT_MODE, plain, into);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a segment cannot be encrypted: " + e, e);
      }
    }
  }

  /** A chunk that is being decrypted. */
  final class Reading extends Passing {

    private Reading(long index, int plainBytes) {
      super(index, plainBytes);
    }

    /**
     * Appends the plain text of the next segment, which {@code cipher} is.
     *
     * @throws IOException when it is not what was encrypted with this key at this place; what was
     *     appended is not to be used
     */
    void decrypt(ByteBuffer cipher, ByteBuffer into) throws IOException {
      int start = into.position();
      if (head > 0) {
        byte[] header = new byte[head];
        cipher.get(header);
        if (header[0] != Chunks.HEAD_BYTES) {
          throw new IOException("a chunk does not begin with a head");
        }
        begin(header);
      }
      try {
        pass(Cipher.DECRYPT_MODE, cipher, into);
      } catch (GeneralSecurityException e) {
        into.position(start);
        throw new IOException(e.getMessage(), e);
      }
    }
  }
}
