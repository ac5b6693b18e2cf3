package io.lepton.spi.storage;

import java.util.Objects;

/**
 * A copy inside one provider.
 *
 * @param source the store that holds the object
 * @param object the object, in the version that must still be current
 * @param key where it goes in the receiving store
 * @param precondition what must hold at the receiving key
 */
public record CopyRequest(
    ObjectStore source, ObjectInfo object, String key, Precondition precondition) {

  public CopyRequest {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(precondition, "precondition");
  }
}
