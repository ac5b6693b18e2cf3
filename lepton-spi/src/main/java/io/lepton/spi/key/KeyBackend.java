package io.lepton.spi.key;

import io.lepton.spi.CloudException;

/** Finds key encryption keys of a key management service. Thread safe. */
public interface KeyBackend {

  /**
   * The key at {@code uri}, as {@link io.lepton.spi.CloudProvider#keySchemes} names its scheme:
   * {@code aws-kms://arn:aws:kms:...}. Sends nothing; a key that does not exist is found out when
   * it is used.
   *
   * @throws CloudException INVALID_ARGUMENT when the URI names no key of this service
   */
  KeyEncryptionKey key(String uri);
}
