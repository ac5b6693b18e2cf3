package io.lepton.spi.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.Place;

/** Opens object stores. Thread safe. */
public interface StorageBackend {

  /**
   * Opens the store at {@code place}. The bucket must exist; a prefix needs not. For {@code file} a
   * missing folder reads as empty and is created by the first write.
   *
   * @throws CloudException of kind INVALID_ARGUMENT when the scheme is not this provider's
   */
  ObjectStore open(Place place);
}
