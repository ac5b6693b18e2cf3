package io.lepton.serving.protocol;

import java.io.Serial;

/** A request that gets an error answer: an HTTP status and the text of {@code {"error": ...}}. */
public final class ProtocolException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;

  /** An answer of {@code status}, from 400 to 599. */
  public ProtocolException(int status, String message) {
    super(message);
    this.status = status;
  }

  static ProtocolException badRequest(String message) {
    return new ProtocolException(400, message);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
