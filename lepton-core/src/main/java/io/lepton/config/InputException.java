package io.lepton.config;

/**
 * A person's input is wrong: a file, an option or an argument. The message names the place and the
 * mend; nothing was written. The command line answers it with exit code 2.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the place and the mend. */
  public InputException(String message) {
    super(message);
  }

  /** The same, keeping the error below. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
