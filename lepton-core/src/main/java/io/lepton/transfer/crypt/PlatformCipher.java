package io.lepton.transfer.crypt;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.StreamSegmentEncrypter;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * How the AES-GCM that Tink gets from the platform wants to be used to be quick. That of the
 * platform itself, SunJCE, works on arrays, and only once the optimising compiler has replaced its
 * loops by instructions of the processor; until then it does 20 to 70 MB/s instead of 2,000. One in
 * native code, such as Conscrypt, is quick from the first byte, but copies arrays. Thread safe.
 */
final class PlatformCipher {
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
      StreamSegmentEncrypter cipher =
          new AesGcmHkdfStreaming(
                  new byte[DataKey.BYTES], "HmacSha256", DataKey.BYTES, WARMING_SEGMENT_BYTES, 0)
              .newStreamSegmentEncrypter(new byte[0]);
      ByteBuffer plain = buffer(WARMING_SEGMENT_BYTES);
      ByteBuffer into = buffer(2 * WARMING_SEGMENT_BYTES);
      for (int done = 0; done < WARMING_BYTES; done += WARMING_SEGMENT_BYTES) {
        cipher.encryptSegment(plain.clear(), false, into.clear());
      }
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  private static boolean isSun() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding").getProvider().getName().equals("SunJCE");
    } catch (GeneralSecurityException e) {
      throw lacking(e);
    }
  }

  private static IllegalStateException lacking(GeneralSecurityException e) {
    return new IllegalStateException("this Java platform lacks AES-GCM", e);
  }
}
