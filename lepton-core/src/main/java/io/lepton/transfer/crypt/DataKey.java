package io.lepton.transfer.crypt;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 256 bits that encrypts data. It may encrypt any number of objects: each chunk's own key
 * is derived from a random salt of 32 bytes and from the chunk's place (HKDF with HMAC-SHA256, RFC
 * 5869; AES-256 in Galois/Counter mode, NIST SP 800-38D). Thread safe.
 */
final class DataKey {
  static final int BYTES = 32;

  private final byte[] key;
  private final byte[] wrapped;
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
    this.key = key.clone();
    this.wrapped = wrapped.clone();
    try {
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

  /**
   * Extracts what the keys of all chunks of one salt are expanded from (RFC 5869, 2.2), and makes
   * it the key of {@code hmacSha256}.
   */
  void extract(Mac hmacSha256, byte[] salt) {
    try {
      hmacSha256.init(new SecretKeySpec(salt, hmacSha256.getAlgorithm()));
      byte[] extracted = hmacSha256.doFinal(key);
      hmacSha256.init(new SecretKeySpec(extracted, hmacSha256.getAlgorithm()));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC-SHA256 takes keys of any bytes", e);
    }
  }

  /** Encrypts what is noted beside an object. */
  Aead notes() {
    return notes;
  }
}
