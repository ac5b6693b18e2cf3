package io.lepton.model;

/**
 * A saved model is missing, unreadable, damaged or of an unknown kind. The message names the file
 * and what was expected there.
 */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the file and what was expected. */
  public ModelFormatException(String message) {
    super(message);
  }

  /** The same, keeping the error below. */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
