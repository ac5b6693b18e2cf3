package io.lepton.aws.storage;

import io.lepton.aws.client.NoCredentialsException;
import io.lepton.http.UntrustedServerException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Turns what S3 refuses and what the AWS SDK throws into this library's errors; no other file does.
 * Thread safe.
 */
final class S3Errors {
  private final String provider;
  private final S3Bucket bucket;
  private final Optional<String> payer;

  /**
   * Makes errors about a bucket.
   *
   * @param payer who is said to pay for requests; empty when nobody is
   */
  S3Errors(String provider, S3Bucket bucket, Optional<String> payer) {
    this.provider = provider;
    this.bucket = bucket;
    this.payer = payer;
  }

  /** Answers a request, its errors translated. */
  <T> T guard(S3Action action, String key, Supplier<T> request) {
    checkInterrupt(action, key);
    try {
      return request.get();
    } catch (CloudException e) {
      throw e;
    } catch (RuntimeException e) {
      throw translate(action, key, e, action.commits());
    }
  }

  void checkInterrupt(S3Action action, String key) {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(action, key, new InterruptedIOException());
    }
  }

  CloudException.Builder of(ErrorKind kind, S3Action action, String key) {
    return CloudException.of(kind)
        .provider(provider)
        .operation(action.operation())
        .location("s3://" + bucket.name() + "/" + bucket.prefix() + key);
  }

  /** Of {@code error}, and of the request of whose answer it tells. */
  private CloudException.Builder of(ErrorKind kind, S3Action action, String key, Exception error) {
    return of(kind, action, key)
        .cause(error)
        .requestId(Answer.of(error).map(Answer::requestId).orElse(""));
  }

  private CloudException cancelled(S3Action action, String key, Exception cause) {
    Thread.currentThread().interrupt();
    return of(ErrorKind.CANCELLED, action, key).cause(cause).message("the thread was interrupted");
  }

  /**
   * Translates.
   *
   * @param mayHaveTakenEffect whether S3 may have done what was asked although no answer came, in a
   *     way that sending it again would not merely repeat
   */
  CloudException translate(
      S3Action action, String key, Exception error, boolean mayHaveTakenEffect) {
    if (error instanceof CloudException cloud) {
      return cloud;
    }
    if (Thread.currentThread().isInterrupted() || isInterrupt(error)) {
      return cancelled(action, key, error);
    }
    return Answer.of(error)
        .map(answer -> ofAnswer(action, key, error, answer, mayHaveTakenEffect))
        .orElseGet(() -> withoutAnswer(action, key, error, mayHaveTakenEffect));
  }

  private static boolean isInterrupt(Throwable error) {
    return error instanceof AbortedException
        || caused(error, ClosedByInterruptException.class)
        || caused(error, InterruptedException.class);
  }

  private static boolean caused(Throwable error, Class<? extends Throwable> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private CloudException withoutAnswer(
      S3Action action, String key, Exception error, boolean mayHaveTakenEffect) {
    if (error instanceof NoCredentialsException none) {
      return none.mayPass()
          ? of(ErrorKind.TIMED_OUT, action, key, error).retryable().message(none.getMessage())
          : of(ErrorKind.PERMISSION_DENIED, action, key, error).message(none.getMessage());
    }
    UntrustedServerException untrusted = UntrustedServerException.in(error);
    if (untrusted != null) {
      return of(ErrorKind.PERMISSION_DENIED, action, key, error).message(untrusted.getMessage());
    }
    boolean neverSent =
        caused(error, ConnectException.class)
            || caused(error, UnknownHostException.class)
            || caused(error, NoRouteToHostException.class);
    boolean timedOut =
        caused(error, SocketTimeoutException.class)
            || error instanceof ApiCallTimeoutException
            || error instanceof ApiCallAttemptTimeoutException;
    // An answer that breaks off in the middle of its XML reaches us as the parser's error.
    boolean brokenOff = caused(error, IOException.class) || caused(error, XMLStreamException.class);
    if (!brokenOff && !timedOut) {
      return ofClient(action, key, error);
    }
    if (mayHaveTakenEffect && !neverSent) {
      return of(ErrorKind.OUTCOME_UNKNOWN, action, key, error)
          .message("the connection was lost before the answer came (" + said(error) + ")");
    }
    return of(timedOut ? ErrorKind.TIMED_OUT : ErrorKind.UNKNOWN, action, key, error)
        .retryable()
        .message(
            (neverSent ? "the endpoint cannot be reached: " : "the connection failed: ")
                + said(error));
  }

  /** The SDK itself gave up: no region, a malformed bucket name. */
  private CloudException ofClient(S3Action action, String key, Exception error) {
    String text = said(error);
    boolean argument = error instanceof IllegalArgumentException || text.contains("bucket");
    return of(argument ? ErrorKind.INVALID_ARGUMENT : ErrorKind.UNKNOWN, action, key, error)
        .message(text);
  }

  private static String said(Throwable error) {
    Throwable deepest = error;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
  }

  private CloudException ofAnswer(
      S3Action action, String key, Exception error, Answer answer, boolean mayHaveTakenEffect) {
    return switch (answer.code()) {
      case "NoSuchBucket" -> missingBucket(action, key, error, answer.toString());
      case "InvalidBucketName" ->
          // "General purpose bucket naming rules", Amazon S3 documentation.
          argument(
              action,
              key,
              error,
              "no bucket can be named '"
                  + bucket.name()
                  + "'; correct it: names have 3 to 63 lower-case letters, digits, dots and hyphens",
              answer);
      case "NoSuchKey", "NoSuchVersion" -> missing(action, key, error, answer);
      case "NoSuchUpload" ->
          of(ErrorKind.NOT_FOUND, action, key, error)
              .message("the upload was completed, aborted or has expired" + answer);
      case "PreconditionFailed" -> precondition(action, key, error, answer);
      case "ConditionalRequestConflict", "OperationAborted" ->
          of(ErrorKind.PRECONDITION_FAILED, action, key, error)
              .retryable()
              .message("another write of the same key was under way" + answer);
      case "SlowDown",
          "ServiceUnavailable",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests",
          "RequestLimitExceeded",
          "BandwidthLimitExceeded" ->
          of(ErrorKind.RESOURCE_EXHAUSTED, action, key, error)
              .retryable()
              .message("S3 asks to slow down" + answer);
      case "RequestTimeout" ->
          of(ErrorKind.TIMED_OUT, action, key, error)
              .retryable()
              .message("S3 waited too long for the rest of the request" + answer);
      case "RequestTimeTooSkewed", "RequestExpired" ->
          of(ErrorKind.PERMISSION_DENIED, action, key, error)
              .retryable()
              .message("this machine's clock differs too much from S3's; set it right" + answer);
      case "BadDigest",
          "InvalidDigest",
          "IncompleteBody",
          "XAmzContentChecksumMismatch",
          "XAmzContentSHA256Mismatch" ->
          corrupted(action, key, error)
              .message("the bytes that arrived are not those that were sent" + answer);
      case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" ->
          of(ErrorKind.PERMISSION_DENIED, action, key, error)
              .message("the credentials have expired; renew them and run again" + answer);
      case "InvalidToken" ->
          of(ErrorKind.PERMISSION_DENIED, action, key, error)
              .message(
                  "the session token is not valid; set AWS_SESSION_TOKEN to the one that was given"
                      + " with the access key, or unset it if none was"
                      + answer);
      case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
          of(ErrorKind.PERMISSION_DENIED, action, key, error)
              .message(
                  "the credentials are not valid; check the access key and the secret key"
                      + answer);
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          wrongRegion(action, key, error, answer);
      case "InvalidObjectState", "ObjectNotInActiveTierError" ->
          of(ErrorKind.UNSUPPORTED, action, key, error)
              .message("the object is archived; restore it first" + answer);
      case "NotImplemented", "MethodNotAllowed", "XNotImplemented" ->
          of(ErrorKind.UNSUPPORTED, action, key, error)
              .message("this S3 server cannot do that" + answer);
      case "InvalidRange" -> argument(action, key, error, "the range lies beyond the end", answer);
      case "EntityTooLarge" ->
          argument(action, key, error, "the object is larger than S3 takes", answer);
      case "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage" ->
          of(ErrorKind.RESOURCE_EXHAUSTED, action, key, error)
              .message("the server has no room left" + answer);
      default -> ofStatus(action, key, error, answer, mayHaveTakenEffect);
    };
  }

  private CloudException ofStatus(
      S3Action action, String key, Exception error, Answer answer, boolean mayHaveTakenEffect) {
    return switch (answer.status()) {
      case 301, 307 -> wrongRegion(action, key, error, answer);
      case 401, 403 ->
          of(ErrorKind.PERMISSION_DENIED, action, key, error)
              .message(
                  "the credentials in use need "
                      + action.permission()
                      + (action.reads() && payer.isEmpty()
                          ? "; where the requester pays, set AWS_REQUEST_PAYER=requester"
                          : "")
                      + answer);
      case 404 -> missing(action, key, error, answer);
      case 408 ->
          of(ErrorKind.TIMED_OUT, action, key, error).retryable().message("timed out" + answer);
      case 412 -> precondition(action, key, error, answer);
      case 416 -> argument(action, key, error, "the range lies beyond the end", answer);
      case 429, 503 ->
          of(ErrorKind.RESOURCE_EXHAUSTED, action, key, error)
              .retryable()
              .message("S3 asks to slow down" + answer);
      case 405, 501 ->
          of(ErrorKind.UNSUPPORTED, action, key, error)
              .message("this S3 server cannot do that" + answer);
      default -> ofOtherStatus(action, key, error, answer, mayHaveTakenEffect);
    };
  }

  private CloudException ofOtherStatus(
      S3Action action, String key, Exception error, Answer answer, boolean mayHaveTakenEffect) {
    if (answer.status() == 400 && action == S3Action.STAT) {
      // Told by nothing else, for the answer to HEAD has no body.
      return argument(
          action,
          key,
          error,
          "S3 refuses the request, as it does where an object is encrypted with a key of the"
              + " customer's own (SSE-C), which cannot be read here",
          answer);
    }
    if (answer.status() >= 400 && answer.status() < 500) {
      return argument(action, key, error, "S3 refuses the request", answer);
    }
    return mayHaveTakenEffect
        ? of(ErrorKind.OUTCOME_UNKNOWN, action, key, error)
            .message("S3 failed, perhaps after it did what was asked" + answer)
        : of(ErrorKind.UNKNOWN, action, key, error).retryable().message("S3 failed" + answer);
  }

  /** A part's digest is computed as it is sent, so that sending it again may go well. */
  private CloudException.Builder corrupted(S3Action action, String key, Exception error) {
    CloudException.Builder corrupted = of(ErrorKind.DATA_CORRUPTED, action, key, error);
    return action == S3Action.PUT_PART ? corrupted.retryable() : corrupted;
  }

  private CloudException argument(
      S3Action action, String key, Exception error, String what, Answer answer) {
    return of(ErrorKind.INVALID_ARGUMENT, action, key, error).message(what + answer);
  }

  private CloudException missing(S3Action action, String key, Exception error, Answer answer) {
    // A conditional write of an object that is gone is answered 404: the demanded version is not.
    return action == S3Action.PUT || action == S3Action.COMPLETE_UPLOAD
        ? of(ErrorKind.PRECONDITION_FAILED, action, key, error)
            .message("the object was deleted meanwhile" + answer)
        : of(ErrorKind.NOT_FOUND, action, key, error).message("there is no such object" + answer);
  }

  CloudException missingBucket(S3Action action, String key, Exception error, String answer) {
    return of(ErrorKind.NOT_FOUND, action, key, error)
        .message(
            "bucket '"
                + bucket.name()
                + "' does not exist; create it or correct its name"
                + answer);
  }

  private CloudException precondition(S3Action action, String key, Exception error, Answer answer) {
    return of(ErrorKind.PRECONDITION_FAILED, action, key, error)
        .message("the object is not the version that was demanded" + answer);
  }

  /** Whether it is the bucket that does not exist. */
  static boolean isMissingBucket(CloudException error) {
    return Answer.of(error.getCause())
        .filter(answer -> answer.code().equals("NoSuchBucket"))
        .isPresent();
  }

  /** The same for a write that demanded that there be no object. */
  CloudException exists(S3Action action, String key, CloudException error) {
    CloudException.Builder exists =
        of(ErrorKind.ALREADY_EXISTS, action, key).cause(error).requestId(error.requestId());
    return (error.retryable() ? exists.retryable() : exists)
        .message("an object of this key exists already");
  }

  private CloudException wrongRegion(S3Action action, String key, Exception error, Answer answer) {
    String region = answer.region().isEmpty() ? "<its region>" : answer.region();
    return of(ErrorKind.INVALID_ARGUMENT, action, key, error)
        .message(
            "bucket '"
                + bucket.name()
                + "' lies in another region than the request was signed for; set AWS_REGION="
                + region
                + answer);
  }

  /** What S3 answered; errors quote status, code and text. */
  private record Answer(int status, String code, String text, String requestId, String region) {

    static Optional<Answer> of(@Nullable Throwable error) {
      if (error instanceof S3Refusal own) {
        return Optional.of(
            new Answer(own.status(), own.code(), own.text(), own.requestId(), own.region()));
      }
      return error instanceof AwsServiceException sdk ? Optional.of(of(sdk)) : Optional.empty();
    }

    private static Answer of(AwsServiceException error) {
      Optional<AwsErrorDetails> details = Optional.ofNullable(error.awsErrorDetails());
      return new Answer(
          error.statusCode(),
          details.map(AwsErrorDetails::errorCode).orElse(""),
          details.map(AwsErrorDetails::errorMessage).orElse(""),
          Optional.ofNullable(error.requestId()).orElse(""),
          details
              .map(AwsErrorDetails::sdkHttpResponse)
              .flatMap(http -> http.firstMatchingHeader("x-amz-bucket-region"))
              .orElse(""));
    }

    @Override
    public String toString() {
      StringBuilder all = new StringBuilder(" (").append(status);
      if (!code.isEmpty()) {
        all.append(' ').append(code);
      }
      if (!text.isEmpty() && !text.equals("null")) {
        all.append(": ").append(text);
      }
      return all.append(')').toString();
    }
  }
}
