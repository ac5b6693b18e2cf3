package io.lepton.testkit.fault;

import io.lepton.spi.Place;
import java.util.Objects;

/**
 * One call of an object store, as a plan sees it.
 *
 * @param operation which
 * @param place the store's place
 * @param key the key or prefix, relative to the place; empty where there is none
 * @param number how many calls of this operation the provider has seen, this one included
 */
public record StoreCall(StoreOperation operation, Place place, String key, long number) {

  public StoreCall {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(key, "key");
    if (number < 1) {
      throw new IllegalArgumentException("calls count from 1, not " + number);
    }
  }
}
