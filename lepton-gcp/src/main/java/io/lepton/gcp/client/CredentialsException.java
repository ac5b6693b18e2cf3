package io.lepton.gcp.client;

import com.google.auth.Retryable;
import java.io.IOException;

/** No access token could be had. */
public final class CredentialsException extends IOException {
  private static final long serialVersionUID = 1L;

  CredentialsException(IOException cause) {
    super(line(cause), cause);
  }

  /** Google's libraries tell of an answer in several lines. */
  private static String line(IOException cause) {
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text.replaceAll("\\s+", " ").strip();
  }

  /** Whether the service that gives tokens could not be asked, or not now. */
  public boolean mayPass() {
    return getCause() instanceof Retryable known && known.isRetryable();
  }
}
