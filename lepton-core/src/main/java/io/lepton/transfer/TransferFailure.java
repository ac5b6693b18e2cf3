package io.lepton.transfer;

import io.lepton.spi.ErrorKind;
import java.util.Objects;

/**
 * One object that was not transferred or deleted, or a phase that did not take place.
 *
 * @param key the object; empty when the failure is of the whole run, such as a listing that broke
 * @param kind what went wrong
 * @param message what went wrong and what to do, for people
 */
public record TransferFailure(String key, ErrorKind kind, String message) {

  public TransferFailure {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  /** One line for people. */
  public String text() {
    return key.isEmpty() ? message : key + ": " + message;
  }
}
