package io.lepton.gcp.client;

import com.google.auth.Retryable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

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

  /**
   * Whether the service that gives tokens could not be asked, or not now. Credentials that are made
   * of others, or of another cloud's, wrap what went wrong, or tell of a broken connection as such.
   */
  public boolean mayPass() {
    for (Throwable at = getCause(); at != null; at = at.getCause()) {
      if (at instanceof Retryable known) {
        return known.isRetryable();
      }
      if (at instanceof SocketException
          || at instanceof SocketTimeoutException
          || at instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }
}
