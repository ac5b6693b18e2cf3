package io.lepton.tune;

/** Training failed for a reason that lies in its numbers or its engine, not in the input files. */
public final class TuningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the reason and what to try. */
  public TuningException(String message) {
    super(message);
  }

  /** The same, keeping the error below. */
  public TuningException(String message, Throwable cause) {
    super(message, cause);
  }
}
