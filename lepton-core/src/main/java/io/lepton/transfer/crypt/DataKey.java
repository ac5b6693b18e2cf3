package io.lepton.transfer.crypt;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A key of 256 bits that encrypts data. It may encrypt any number of objects: each chunk draws a
 * salt of 32 bytes and derives a key of its own from it (HKDF with HMAC-SHA256, RFC 5869; AES-256
 * in Galois/Counter mode, NIST SP 800-38D). Thread safe.
 */
final class DataKey {
  static final int BYTES = 32;

  private final byte[] wrapped;
  private final AesGcmHkdfStreaming chunks;
  private final Aead notes;

  /**
   * A key with its wrapped form.
   *
   * @throws IllegalArgumentException when it has not {@value #BYTES} bytes
   */
  DataKey(byte[] key, byte[] wrapped) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a data key has 32 bytes, not " + key.length);
    }
    this.wrapped = wrapped.clone();
    try {
      chunks = new AesGcmHkdfStreaming(key, "HmacSha256", BYTES, Chunks.SEGMENT_BYTES, 0);
      byte[] info = "lepton object notes".getBytes(StandardCharsets.US_ASCII);
      notes = new AesGcmJce(Hkdf.computeHkdf("HmacSha256", key, new byte[0], info, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks AES-GCM or HMAC-SHA256", e);
    }
  }

  /** As its key encryption key wrapped it. */
  byte[] wrapped() {
    return wrapped.clone();
  }

  /** Encrypts chunks. */
  AesGcmHkdfStreaming chunks() {
    return chunks;
  }

  /** Encrypts what is noted beside an object. */
  Aead notes() {
    return notes;
  }
}
