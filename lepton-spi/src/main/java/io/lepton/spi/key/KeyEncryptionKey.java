package io.lepton.spi.key;

import io.lepton.spi.CloudException;

/**
 * A key that wraps data keys of 32 bytes. Blocks, and throws {@link CloudException} only: NOT_FOUND
 * when there is no such key, PERMISSION_DENIED when the caller may not use it. Thread safe.
 */
public interface KeyEncryptionKey {

  /** Encrypts a data key; the answer has at most 600 bytes and tells which key it needs. */
  byte[] wrap(byte[] dataKey);

  /**
   * Decrypts what {@link #wrap} answered.
   *
   * @throws CloudException PERMISSION_DENIED also when another key wrapped it, or it was altered
   */
  byte[] unwrap(byte[] wrapped);
}
