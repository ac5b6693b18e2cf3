package io.lepton.aws.client;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;

/**
 * Why one source of credentials gives none.
 *
 * @param text the source, and what it says
 * @param mayPass whether it could not be asked, or not now, so that asking again can help
 */
record SourceFailure(String text, boolean mayPass) {

  /** It is not set up, or refuses. */
  static SourceFailure lasting(String text) {
    return new SourceFailure(text, false);
  }

  /** Asks a source, which has failed a moment ago, once more. */
  static SourceFailure asked(String source, AwsCredentialsProvider provider) {
    return failure(provider)
        .map(error -> passing(source, error).orElseGet(() -> lasting(gives(source, said(error)))))
        .orElseGet(
            () -> new SourceFailure(gives(source, "they were given when asked once more"), true));
  }

  private static String gives(String source, String why) {
    return source + " gives none (" + why + ")";
  }

  /** What a source threw, if it could not be asked or not now. */
  static Optional<SourceFailure> passing(String source, Throwable error) {
    return mayPass(error)
        ? Optional.of(new SourceFailure(gives(source, deepest(error)), true))
        : Optional.empty();
  }

  /**
   * What the service says that gives a machine at Amazon its role, if not now. Nobody set it up,
   * and elsewhere nobody listens there, or another cloud's that refuses: it counts only when it was
   * reached.
   */
  static Optional<SourceFailure> ofMachine(AwsCredentialsProvider provider) {
    return failure(provider)
        .filter(SourceFailure::wasReached)
        .flatMap(error -> passing("this machine's role", error));
  }

  private static Optional<RuntimeException> failure(AwsCredentialsProvider provider) {
    try {
      provider.resolveCredentials();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** Whether a service failed or asked to slow down, or a connection to it. */
  private static boolean mayPass(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SdkServiceException answer) {
        return answer.statusCode() >= 500
            || answer.statusCode() == 429
            || answer.isThrottlingException();
      }
      if (at instanceof SocketException
          || at instanceof SocketTimeoutException
          || at instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /** Java has one type for a connection that does not come about and an answer that does not. */
  private static boolean wasReached(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SdkServiceException
          || (at instanceof SocketTimeoutException && "Read timed out".equals(at.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  /** The error and what is at its root, but not the output of a program that was to be JSON. */
  private static String said(Throwable error) {
    String text = String.valueOf(error.getMessage());
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof JsonProcessingException) {
        return text + " What it gave is no JSON";
      }
    }
    String root = deepest(error).strip();
    return text.contains(root) ? text : text + " " + root;
  }

  private static String deepest(Throwable error) {
    Throwable at = error;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.toString() : at.getMessage();
  }
}
