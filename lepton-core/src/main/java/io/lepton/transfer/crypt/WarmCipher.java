package io.lepton.transfer.crypt;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;

/**
 * Has the virtual machine compile AES-GCM before bulk data comes. Until its optimising compiler has
 * seen the authentication code some thousand times, Java 17 runs it at 70 MB/s instead of 2,000,
 * and every thread of a transfer would wait there; many tiny messages get it compiled in less than
 * a tenth of a second.
 */
final class WarmCipher {
  private static final int MESSAGES = 10_000;
  private static final int MESSAGE_BYTES = 256;
  private static boolean warm;

  private WarmCipher() {}

  /** Returns when it is done; at once from the second call on. */
  static synchronized void warm() {
    if (warm) {
      return;
    }
    warm = true;
    try {
      AesGcmJce cipher = new AesGcmJce(new byte[DataKey.BYTES]);
      byte[] message = new byte[MESSAGE_BYTES];
      byte[] none = new byte[0];
      for (int i = 0; i < MESSAGES; i++) {
        message[0] ^= cipher.encrypt(message, none)[0];
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks AES-GCM", e);
    }
  }
}
