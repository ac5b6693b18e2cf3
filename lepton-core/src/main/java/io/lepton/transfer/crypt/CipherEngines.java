package io.lepton.transfer.crypt;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * What the platform computes with. To look it up takes as long as encrypting megabytes before the
 * lookup is compiled, so it is kept and used again.
 *
 * @param aesGcm to be initialised for every text
 * @param hmacSha256 keyed by whoever had it before, or not at all
 */
record CipherEngines(Cipher aesGcm, Mac hmacSha256) {
  private static final int MOST_KEPT = 32;
  private static final BlockingQueue<CipherEngines> KEPT = new ArrayBlockingQueue<>(MOST_KEPT);

  /** Nobody else's until they are given back. */
  static CipherEngines take() {
    @Nullable CipherEngines kept = KEPT.poll();
    if (kept != null) {
      return kept;
    }
    Cipher cipher = PlatformCipher.aesGcm();
    return new CipherEngines(cipher, PlatformCipher.hmacSha256(cipher));
  }

  /** To be called at most once, by the only thread that used them, when it is done with them. */
  void giveBack() {
    KEPT.offer(this);
  }
}
