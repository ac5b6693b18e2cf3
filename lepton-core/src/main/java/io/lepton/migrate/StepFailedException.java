package io.lepton.migrate;

/**
 * A step could not do its work; the message says what failed and what to do. The source is
 * untouched, the state is kept, and the same command continues.
 */
public final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepFailedException(String message) {
    super(message);
  }

  StepFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
