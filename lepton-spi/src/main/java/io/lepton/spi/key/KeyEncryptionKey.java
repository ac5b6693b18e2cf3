package io.lepton.spi.key;

import io.lepton.spi.CloudException;

/**
 * A key that wraps data keys of 32 bytes. Each call is one request to its service, sent once: the
 * caller decides whether to repeat it. Blocks, and throws {@link CloudException} only, which names
 * the key by its URI and says what to do:
 *
 * <ul>
 *   <li>NOT_FOUND: there is no such key;
 *   <li>PERMISSION_DENIED: the caller may not use it, it is disabled or about to be destroyed, or
 *       it did not wrap what it shall unwrap;
 *   <li>DATA_CORRUPTED, retryable: the bytes were damaged on their way;
 *   <li>RESOURCE_EXHAUSTED, TIMED_OUT or UNKNOWN, retryable: the service is too busy or out of
 *       reach;
 *   <li>CANCELLED: the thread was interrupted.
 * </ul>
 *
 * <p>No message holds a data key. Thread safe.
 */
public interface KeyEncryptionKey {

  /**
   * Encrypts a data key, on some services also while the key is disabled; the answer has at most
   * 600 bytes and tells which key it needs.
   *
   * @param dataKey 32 bytes, which are not kept
   * @param purpose what the data key is for, in ASCII and no secret; {@link #unwrap} must be told
   *     the same. Services that log their requests show it
   */
  byte[] wrap(byte[] dataKey, String purpose);

  /**
   * Decrypts what {@link #wrap} answered, also after the service rotated the key.
   *
   * @throws CloudException PERMISSION_DENIED also when another key wrapped it, it was altered, or
   *     it was wrapped for another purpose
   */
  byte[] unwrap(byte[] wrapped, String purpose);
}
