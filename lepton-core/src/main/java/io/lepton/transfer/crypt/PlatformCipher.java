package io.lepton.transfer.crypt;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM as the platform's providers have it, and how it wants to be used to be quick. That of the
 * platform itself, SunJCE, works on arrays, and only once the optimising compiler has replaced its
 * loops by instructions of the processor; until then it does 20 to 70 MB/s instead of 2,000. One in
 * native code, such as Conscrypt, is quick from the first byte, but copies arrays. Thread safe.
 */
final class PlatformCipher {
  static final int NONCE_BYTES = 12;
  private static final String HMAC = "HmacSHA256";
  private static final int WARMING_BYTES = 1_000_000;
  private static final int WARMING_SEGMENT_BYTES = 128;
  private static final boolean SUN = isSun();
  private static boolean warm;

  private PlatformCipher() {}

  /** An empty buffer of {@code bytes}, which the cipher reads and writes without a copy. */
  static ByteBuffer buffer(int bytes) {
    return SUN ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
  }

  /**
   * Has the virtual machine compile the cipher, by calls like those to come but many and tiny.
   * Returns when it is done; at once from the second call on and where nothing is to compile.
   */
  static synchronized void warm() {
    if (warm || !SUN) {
      return;
    }
    warm = true;
    try {
      Cipher cipher = aesGcm();
      SecretKeySpec key = new SecretKeySpec(new byte[DataKey.BYTES], "AES");
      ByteBuffer plain = buffer(WARMING_SEGMENT_BYTES);
      ByteBuffer into = buffer(2 * WARMING_SEGMENT_BYTES);
      for (int done = 0; done < WARMING_BYTES; done += WARMING_SEGMENT_BYTES) {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(done).array();
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
        cipher.doFinal(plain.clear(), into.clear());
      }
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  private static boolean isSun() {
    return aesGcm().getProvider().getName().equals("SunJCE");
  }

  /** One of one's own; to look it up takes some time. */
  static Cipher aesGcm() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  /** Of one text, which ends in a whole tag. */
  static GCMParameterSpec parameters(byte[] nonce) {
    return new GCMParameterSpec(Byte.SIZE * Chunks.TAG_BYTES, nonce);
  }

  /** One of one's own, and of the provider of {@code cipher} if it has it, to be as quick. */
  static Mac hmacSha256(Cipher cipher) {
    Provider provider = cipher.getProvider();
    try {
      return provider.getService("Mac", HMAC) == null
          ? Mac.getInstance(HMAC)
          : Mac.getInstance(HMAC, provider);
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  private static IllegalStateException lacking(GeneralSecurityException e) {
    return new IllegalStateException("this Java platform lacks AES-GCM or HMAC-SHA256", e);
  }
}
