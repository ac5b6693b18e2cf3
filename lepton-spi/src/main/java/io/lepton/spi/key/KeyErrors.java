package io.lepton.spi.key;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * The errors that every key management service has in common, about one key; a provider says which
 * of its service's codes is which. Each names the key's URI. What a service said goes into {@code
 * answer}, which is empty or begins with a space: {@code " (403 AccessDenied)"}. Immutable.
 *
 * @param provider the provider's id
 * @param uri of the key
 */
public record KeyErrors(String provider, String uri) {

  /** Starts an error of {@code operation}: {@code wrap}, {@code unwrap} or {@code open}. */
  public CloudException.Builder of(ErrorKind kind, String operation) {
    return CloudException.of(kind).provider(provider).operation(operation).location(uri);
  }

  /**
   * Nothing, unless the thread was interrupted, which it then stays.
   *
   * @throws CloudException CANCELLED when it was
   */
  public void checkInterrupt(String operation) {
    if (Thread.currentThread().isInterrupted()) {
      throw of(ErrorKind.CANCELLED, operation).message("the thread was interrupted");
    }
  }

  /** CANCELLED: the thread was interrupted; it is so afterwards. */
  public CloudException interrupted(String operation, Throwable cause) {
    Thread.currentThread().interrupt();
    return of(ErrorKind.CANCELLED, operation).cause(cause).message("the thread was interrupted");
  }

  /** PERMISSION_DENIED: another key wrapped it, or it was altered. */
  public CloudException notWrapped(String answer) {
    return of(ErrorKind.PERMISSION_DENIED, "unwrap")
        .message(
            "this key did not wrap the data key, or it was altered; name the key that it was"
                + " encrypted with"
                + answer);
  }

  /** PERMISSION_DENIED, for the reason given, which says what to do. */
  public CloudException denied(String operation, Throwable cause, String why) {
    return of(ErrorKind.PERMISSION_DENIED, operation).cause(cause).message(why);
  }

  /** RESOURCE_EXHAUSTED and worth another try: the service asks to slow down (429). */
  public CloudException busy(String operation, Throwable cause, String answer) {
    return of(ErrorKind.RESOURCE_EXHAUSTED, operation)
        .cause(cause)
        .retryable()
        .message("the key service asks to slow down" + answer);
  }

  /** UNKNOWN and worth another try: the service failed (500 and above). */
  public CloudException failed(String operation, Throwable cause, String answer) {
    return of(ErrorKind.UNKNOWN, operation)
        .cause(cause)
        .retryable()
        .message("the key service failed" + answer);
  }

  /** INVALID_ARGUMENT: the service refuses what was asked, for no reason known here. */
  public CloudException refused(String operation, Throwable cause, String answer) {
    return of(ErrorKind.INVALID_ARGUMENT, operation)
        .cause(cause)
        .message("the key service refuses the request" + answer);
  }

  /**
   * TIMED_OUT or UNKNOWN, and worth another try: no answer came.
   *
   * @param broken what the network said
   * @param check what to look at: {@code the network}
   */
  public CloudException unreachable(
      String operation, Throwable cause, IOException broken, String check) {
    String said = broken.getMessage() == null ? broken.toString() : broken.getMessage();
    boolean late = broken instanceof SocketTimeoutException;
    return of(late ? ErrorKind.TIMED_OUT : ErrorKind.UNKNOWN, operation)
        .cause(cause)
        .retryable()
        .message("the key service cannot be reached; check " + check + " (" + said + ")");
  }
}
