package io.lepton.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC (RFC 2104) with SHA-256, which requests are signed with. Its key is digested once; the
 * platform's own would do it again for every text, and look itself up before. Thread safe.
 */
public final class Hmac {
  private static final int BLOCK = 64;

  private final MessageDigest inner;
  private final MessageDigest outer;

  /** Prepares a key, of any length. */
  public Hmac(byte[] key) {
    inner = sha256();
    outer = sha256();
    byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256().digest(key) : key, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= 0x36;
    }
    inner.update(block);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= 0x36 ^ 0x5c;
    }
    outer.update(block);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  /** The code of a text, 32 bytes. */
  public byte[] of(byte[] text) {
    try {
      MessageDigest last = (MessageDigest) outer.clone();
      last.update(((MessageDigest) inner.clone()).digest(text));
      return last.digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 cannot be copied", e);
    }
  }
}
