package io.lepton.spi.storage;

import io.lepton.spi.CloudException;
import java.util.Objects;

/**
 * A key that could not be deleted.
 *
 * @param key the key
 * @param error why
 */
public record DeleteFailure(String key, CloudException error) {

  public DeleteFailure {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(error, "error");
  }
}
