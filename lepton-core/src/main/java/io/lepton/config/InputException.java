package io.lepton.config;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  /** A file of a person's that could not be read, with the reason in plain words. */
  public static InputException unreadable(Path file, IOException error) {
    String reason;
    if (error instanceof NoSuchFileException) {
      reason = "there is no such file";
    } else if (error instanceof AccessDeniedException) {
      reason = "cannot be read: permission denied";
    } else if (error instanceof CharacterCodingException) {
      reason = "is no UTF-8 text";
    } else if (error instanceof EOFException) {
      reason = "cannot be read: it ends too early";
    } else {
      reason = "cannot be read: " + error.getMessage();
    }
    return new InputException(file + ": " + reason, error);
  }

  /** The same, keeping the error below. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
