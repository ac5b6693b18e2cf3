package io.lepton.gcp.storage;

import io.lepton.gcp.client.CredentialsException;
import io.lepton.http.UntrustedServerException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.Precondition;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what Google's errors mean; nothing else knows them. Thread safe. */
final class GcsErrors {
  private static final int LONGEST_DETAIL = 500;

  private static final String RENEW =
      "run gcloud auth application-default login, or name a key file in"
          + " GOOGLE_APPLICATION_CREDENTIALS";

  private final String provider;
  private final Place place;

  GcsErrors(String provider, Place place) {
    this.provider = provider;
    this.place = place;
  }

  /** What a request that ended in an unclear way may have done. */
  enum Effect {
    /** Nothing, or the same again when it is sent again. */
    REPEATABLE,
    /** Perhaps a commit, whose answer was lost. */
    COMMIT
  }

  /** Work that can fail as the network does, or be refused. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * What is being done, for errors to name it.
   *
   * @param operation as a verb
   * @param key relative to the place; empty for the place itself
   * @param effect of an unclear end
   * @param precondition that a 412 denies
   */
  record Act(String operation, String key, Effect effect, Precondition precondition) {

    static Act repeatable(String operation, String key) {
      return new Act(operation, key, Effect.REPEATABLE, Precondition.none());
    }

    static Act commit(String operation, String key, Precondition precondition) {
      return new Act(operation, key, Effect.COMMIT, precondition);
    }

    /** The same before anything can have been committed. */
    Act repeatable() {
      return new Act(operation, key, Effect.REPEATABLE, precondition);
    }
  }

  /** Runs {@code attempt}, unless the thread is interrupted, and translates what it throws. */
  <T> T guard(Act act, Attempt<T> attempt) {
    checkInterrupt(act.operation(), act.key());
    try {
      return attempt.run();
    } catch (IOException e) {
      throw translate(act, e);
    }
  }

  /** Whether the answer is that there is no such object, in a bucket that exists. */
  static boolean isMissingObject(RefusedException answer) {
    return answer.status() == 404 && !ErrorAnswer.of(answer).isAboutBucket();
  }

  void checkInterrupt(String operation, String key) {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(operation, key);
    }
  }

  CloudException cancelled(String operation, String key) {
    return of(ErrorKind.CANCELLED, operation, key)
        .message("the thread was interrupted; nothing was changed by what was under way");
  }

  /** An error of {@code operation} on {@code key}, which may be empty for the place itself. */
  CloudException.Builder of(ErrorKind kind, String operation, String key) {
    return CloudException.of(kind).provider(provider).operation(operation).location(place + key);
  }

  private CloudException.Builder of(
      ErrorKind kind, String operation, String key, RefusedException answer) {
    return of(kind, operation, key).cause(answer).requestId(answer.requestId());
  }

  /** The full name of a valid key. */
  String name(String operation, String key) {
    Optional<String> problem = ObjectKeys.problem(key);
    String name = place.prefix() + key;
    if (problem.isEmpty()) {
      problem = ObjectKeys.problem(name).or(() -> refusedByService(name));
    }
    if (problem.isPresent()) {
      throw of(ErrorKind.INVALID_ARGUMENT, operation, key).message(problem.get());
    }
    return name;
  }

  private static Optional<String> refusedByService(String name) {
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("Cloud Storage takes no object named . or ..");
    }
    if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
      return Optional.of("Cloud Storage takes no line feed or carriage return in a key");
    }
    if (name.startsWith(".well-known/acme-challenge/")) {
      return Optional.of("Cloud Storage takes no key below .well-known/acme-challenge/");
    }
    return UploadNames.isReserved(name)
        ? Optional.of(UploadNames.RESERVED + " is where unfinished uploads lie; use another key")
        : Optional.empty();
  }

  CloudException translate(Act act, IOException cause) {
    String operation = act.operation();
    String key = act.key();
    if (Thread.currentThread().isInterrupted()) {
      return of(ErrorKind.CANCELLED, operation, key)
          .cause(cause)
          .message("the thread was interrupted");
    }
    if (cause instanceof RefusedException answer) {
      return answered(act, answer);
    }
    if (cause instanceof CredentialsException credentials) {
      if (credentials.mayPass()) {
        return of(ErrorKind.TIMED_OUT, operation, key)
            .retryable()
            .cause(cause)
            .message(
                "no access token could be had now ("
                    + detail(cause.getMessage())
                    + "); see that the service that gives them can be reached");
      }
      return of(ErrorKind.PERMISSION_DENIED, operation, key)
          .cause(cause)
          .message("no usable Google credentials (" + detail(cause.getMessage()) + "); " + RENEW);
    }
    if (cause instanceof UploadContent.ContentException) {
      return of(ErrorKind.UNKNOWN, operation, key)
          .cause(cause)
          .message("the content could not be read: " + detail(cause.getMessage()));
    }
    if (cause instanceof UploadContent.LengthException) {
      return of(ErrorKind.DATA_CORRUPTED, operation, key)
          .cause(cause)
          .message(detail(cause.getMessage()) + "; nothing was stored");
    }
    UntrustedServerException untrusted = UntrustedServerException.in(cause);
    if (untrusted != null) {
      return of(ErrorKind.PERMISSION_DENIED, operation, key)
          .cause(cause)
          .message(untrusted.getMessage());
    }
    if (neverSent(cause)) {
      return of(ErrorKind.TIMED_OUT, operation, key)
          .retryable()
          .cause(cause)
          .message("Cloud Storage cannot be reached: " + detail(cause.toString()));
    }
    if (act.effect() == Effect.COMMIT) {
      return of(ErrorKind.OUTCOME_UNKNOWN, operation, key)
          .cause(cause)
          .message("the answer was lost (" + detail(cause.toString()) + "); read back");
    }
    return of(ErrorKind.TIMED_OUT, operation, key)
        .retryable()
        .cause(cause)
        .message("the connection failed: " + detail(cause.toString()));
  }

  /** A download that ended before its last {@code rest} bytes. */
  CloudException brokenOff(String key, long rest, @Nullable IOException cause) {
    checkInterrupt("read", key);
    CloudException.Builder error = of(ErrorKind.DATA_CORRUPTED, "read", key).retryable();
    String reason = cause == null ? "" : " (" + detail(cause.toString()) + ")";
    return (cause == null ? error : error.cause(cause))
        .message("the bytes ended " + rest + " too early" + reason + "; read again");
  }

  private static boolean neverSent(IOException cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException;
  }

  private CloudException answered(Act act, RefusedException answer) {
    String operation = act.operation();
    String key = act.key();
    Effect effect = act.effect();
    ErrorAnswer said = ErrorAnswer.of(answer);
    int status = answer.status();
    String detail = "(" + (status + " " + detail(said.message())).strip() + ")";
    return switch (status) {
      case 400 -> badRequest(operation, key, said, detail, answer);
      case 401 ->
          (answer.isOutdated()
                  ? of(ErrorKind.PERMISSION_DENIED, operation, key, answer).retryable()
                  : of(ErrorKind.PERMISSION_DENIED, operation, key, answer))
              .message(
                  "the credentials are missing, expired or revoked; renew them: "
                      + RENEW
                      + " "
                      + detail);
      case 403 ->
          said.isThrottling()
              ? throttled(operation, key, detail, answer)
              : of(ErrorKind.PERMISSION_DENIED, operation, key, answer)
                  .message(said.whyForbidden() + " " + detail);
      case 404 ->
          of(ErrorKind.NOT_FOUND, operation, key, answer)
              .message(
                  said.isAboutBucket()
                          || key.isEmpty()
                          || (effect == Effect.COMMIT && !said.isAboutObject())
                      ? "bucket '"
                          + place.bucket()
                          + "' does not exist; create it or correct its name "
                          + detail
                      : "there is no such object " + detail);
      case 409 ->
          of(ErrorKind.UNKNOWN, operation, key, answer)
              .retryable()
              .message("another request was at work on it " + detail);
      case 412 ->
          act.precondition() instanceof Precondition.Absent
              ? of(ErrorKind.ALREADY_EXISTS, operation, key, answer)
                  .message("the object exists already; nothing was written " + detail)
              : of(ErrorKind.PRECONDITION_FAILED, operation, key, answer)
                  .message("another version is current " + detail + "; read the object again");
      case 416 ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key, answer)
              .message("the range starts beyond the end of the object " + detail);
      case 408 -> unclear(operation, key, effect, detail, answer);
      case 429, 503 -> throttled(operation, key, detail, answer);
      default ->
          status >= 500
              ? unclear(operation, key, effect, detail, answer)
              : of(ErrorKind.UNKNOWN, operation, key, answer).message(detail);
    };
  }

  private CloudException badRequest(
      String operation, String key, ErrorAnswer said, String detail, RefusedException answer) {
    if (said.isAboutWhoPays()) {
      return of(ErrorKind.PERMISSION_DENIED, operation, key, answer)
          .message(
              "the bucket is one of requester pays; name the project that pays in"
                  + " GOOGLE_CLOUD_QUOTA_PROJECT "
                  + detail);
    }
    String message = detail.toLowerCase(Locale.ROOT);
    boolean digest =
        message.contains("doesn't match")
            && (message.contains("crc32c") || message.contains("md5"));
    if (digest) {
      return of(ErrorKind.DATA_CORRUPTED, operation, key, answer).retryable().message(detail);
    }
    ErrorKind kind =
        said.isAboutCredentials() ? ErrorKind.PERMISSION_DENIED : ErrorKind.INVALID_ARGUMENT;
    return of(kind, operation, key, answer).message(detail);
  }

  private CloudException throttled(
      String operation, String key, String detail, RefusedException answer) {
    CloudException.Builder error =
        of(ErrorKind.RESOURCE_EXHAUSTED, operation, key, answer).retryable();
    answer.retryAfter().ifPresent(error::retryAfter);
    return error.message("Cloud Storage asks for fewer requests " + detail);
  }

  private CloudException unclear(
      String operation, String key, Effect effect, String detail, RefusedException answer) {
    return effect == Effect.COMMIT
        ? of(ErrorKind.OUTCOME_UNKNOWN, operation, key, answer)
            .message("Cloud Storage failed and may have done it or not " + detail + "; read back")
        : of(ErrorKind.UNKNOWN, operation, key, answer)
            .retryable()
            .message("Cloud Storage failed " + detail);
  }

  private static String detail(@Nullable String text) {
    String line = text == null ? "" : text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "...";
  }
}
