package io.lepton.serving.gateway;

import java.io.Serial;

/** The file that keeps the routes is there but cannot be read; the message names it. */
public final class StateFileException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  StateFileException(String message) {
    super(message);
  }

  StateFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
