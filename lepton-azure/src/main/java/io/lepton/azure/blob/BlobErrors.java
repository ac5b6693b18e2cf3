package io.lepton.azure.blob;

import io.lepton.http.HttpResponse;
import io.lepton.http.UntrustedServerException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The one translator of what Blob Storage answers, and of how it fails to. Codes are those of "Blob
 * service error codes" and "Common REST API error codes" in the service's documentation. Answers'
 * texts are left out: they can quote signatures.
 */
final class BlobErrors {
  static final String PROVIDER = "azure";
  private static final String CODE = "x-ms-error-code";

  private final Place place;
  private final Denial denial;
  private final @Nullable BlobRefusal answer;

  BlobErrors(Place place, Denial denial) {
    this(place, denial, null);
  }

  /** Errors that all come of {@code answer}. */
  private BlobErrors(Place place, Denial denial, @Nullable BlobRefusal answer) {
    this.place = place;
    this.denial = denial;
    this.answer = answer;
  }

  /** What a request does, which decides what a missing answer means. */
  enum Effect {
    /** Sent again, it does the same. */
    REPEATABLE,
    /** It makes something visible: without an answer nobody knows whether it did. */
    COMMIT
  }

  CloudException.Builder of(ErrorKind kind, String operation, String key) {
    CloudException.Builder error =
        CloudException.of(kind).provider(PROVIDER).operation(operation).location(place + key);
    return answer == null ? error : error.cause(answer).requestId(answer.requestId());
  }

  void checkInterrupt(String operation, String key) {
    if (Thread.currentThread().isInterrupted()) {
      throw of(ErrorKind.CANCELLED, operation, key).message("the calling thread was interrupted");
    }
  }

  /** Whether a NOT_FOUND is about the container and not about an object in it. */
  static boolean isOfContainer(CloudException error) {
    return error.getCause() instanceof BlobRefusal refusal && refusal.isOfContainer();
  }

  /** Whether it says that there are no uncommitted blocks, for the blob is of another kind. */
  static boolean isOfOtherBlobs(CloudException error) {
    return error.getCause() instanceof BlobRefusal refusal && refusal.isOfOtherBlobs();
  }

  static String code(HttpResponse response) {
    String code = response.headers().value(CODE);
    return code == null ? "" : code;
  }

  /** The error of an answer that refuses. */
  CloudException refused(String operation, String key, Effect effect, HttpResponse response) {
    return new BlobErrors(place, denial, BlobRefusal.of(response))
        .refusedFor(operation, key, effect, response);
  }

  private CloudException refusedFor(
      String operation, String key, Effect effect, HttpResponse response) {
    int status = response.status();
    CloudException error = explained(operation, key, effect, status, code(response));
    String wait = response.headers().value("Retry-After");
    return error.kind() == ErrorKind.RESOURCE_EXHAUSTED
            && error.retryable()
            && wait != null
            && wait.matches("\\d{1,5}")
        ? of(error.kind(), operation, key)
            .retryAfter(Duration.ofSeconds(Long.parseLong(wait)))
            .message("the service asks to slow down (" + status + ")")
        : error;
  }

  /** The error of a refusal that is known by its status and code alone. */
  CloudException refused(String operation, String key, Effect effect, int status, String code) {
    return new BlobErrors(place, denial, new BlobRefusal(status, code, ""))
        .explained(operation, key, effect, status, code);
  }

  private CloudException explained(
      String operation, String key, Effect effect, int status, String code) {
    String said = said(status, code);
    return switch (code) {
      case "ContainerNotFound", "ContainerBeingDeleted", "ContainerDisabled" ->
          of(ErrorKind.NOT_FOUND, operation, key)
              .message(
                  "there is no container '"
                      + place.bucket()
                      + "'; create it or correct its name"
                      + said);
      case "InvalidResourceName", "OutOfRangeInput" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message(
                  "the service does not take a name or number of the request; if it is that of the"
                      + " container '"
                      + place.bucket()
                      + "', write 3 to 63 lower-case letters, digits and single hyphens"
                      + said);
      case "BlobNotFound", "ResourceNotFound" ->
          of(ErrorKind.NOT_FOUND, operation, key).message("there is no such object" + said);
      case "BlobAlreadyExists" ->
          of(ErrorKind.ALREADY_EXISTS, operation, key)
              .message("an object is there already and was left as it is" + said);
      case "ConditionNotMet", "SourceConditionNotMet", "TargetConditionNotMet" ->
          of(ErrorKind.PRECONDITION_FAILED, operation, key)
              .message("the object is not the version that was seen; look again" + said);
      case "InvalidRange" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message("the range starts at or beyond the end of the object" + said);
      case "Md5Mismatch", "Crc64Mismatch" ->
          of(ErrorKind.DATA_CORRUPTED, operation, key)
              .retryable()
              .message("other bytes arrived than were sent; nothing was stored" + said);
      case "LeaseIdMissing", "LeaseLost", "LeaseIdMismatchWithBlobOperation" ->
          of(ErrorKind.PERMISSION_DENIED, operation, key)
              .message("somebody holds a lease on it; have it released" + said);
      case "BlobImmutableDueToPolicy", "BlobImmutableDueToLegalHold" ->
          of(ErrorKind.PERMISSION_DENIED, operation, key)
              .message("a retention policy forbids changing it" + said);
      case "BlobArchived", "BlobBeingRehydrated" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message("it is archived; rehydrate it to the hot or cool tier first" + said);
      case "InvalidBlobType" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message("it is a page or append blob, which cannot be written in parts" + said);
      case "BlobOperationNotSupported" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message(
                  "it was written through the account's Data Lake endpoint, and such files cannot"
                      + " be written in blocks; delete it first"
                      + said);
      case "BlobUsesCustomerSpecifiedEncryption",
          "BlobDoesNotUseCustomerSpecifiedEncryption",
          "BlobCustomerSpecifiedEncryptionMismatch" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message(
                  "it is encrypted with a key that its writer provides with every request; read or"
                      + " rewrite it with the tool that has that key"
                      + said);
      case "ResourceTypeMismatch", "PathConflict", "DirectoryIsNotEmpty" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message(
                  "a folder lies where the object is to lie, or an object where a folder has to:"
                      + " this account cannot hold both"
                      + said);
      case "FeatureNotYetSupportedForHierarchicalNamespaceAccounts" ->
          of(ErrorKind.UNSUPPORTED, operation, key)
              .message("an account with a hierarchical namespace cannot do it" + said);
      case "CannotVerifyCopySource" ->
          status >= 500
              ? of(ErrorKind.TIMED_OUT, operation, key)
                  .retryable()
                  .message("the service could not read the source in time" + said)
              : status == 404 || status == 412
                  ? byStatus(operation, key, effect, status, code)
                  : of(ErrorKind.PERMISSION_DENIED, operation, key)
                      .message(
                          "the service may not read the source, which has to be read here" + said);
      case "BlobAccessTierNotSupportedForAccountType",
          "BlobTierInadequateForContentLength",
          "ContentLengthLargerThanTierLimit",
          "CopyAcrossAccountsNotSupported",
          "InvalidSourceBlobType",
          "OperationNotAllowedOnIncrementalCopyBlob",
          "PublicAccessNotPermitted",
          "SnapshotsPresent" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message("the service does not accept the request" + said);
      case "InvalidBlobOrBlock" ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message(
                  "another tool's unfinished upload of this key is in the way (its block ids have"
                      + " another length); finish it or wait a week until it expires"
                      + said);
      case "BlockCountExceedsLimit", "RequestEntityTooLargeBlockCountExceedsLimit" ->
          of(ErrorKind.RESOURCE_EXHAUSTED, operation, key)
              .message(
                  "the key has 100,000 uncommitted blocks of unfinished uploads; they expire within"
                      + " a week, or at the next whole write of the key"
                      + said);
      default -> byStatus(operation, key, effect, status, code);
    };
  }

  private static String said(int status, String code) {
    return " (" + status + (code.isEmpty() ? "" : " " + code) + ")";
  }

  private CloudException byStatus(
      String operation, String key, Effect effect, int status, String code) {
    String said = said(status, code);
    return switch (status) {
      case 401, 403 ->
          of(ErrorKind.PERMISSION_DENIED, operation, key)
              .message(denial.why(operation, code) + said);
      case 404 -> of(ErrorKind.NOT_FOUND, operation, key).message("it does not exist" + said);
      case 409 ->
          of(ErrorKind.RESOURCE_EXHAUSTED, operation, key)
              .retryable()
              .message("it is in use by another request" + said);
      case 412 ->
          of(ErrorKind.PRECONDITION_FAILED, operation, key)
              .message("a condition of the request does not hold" + said);
      case 413 ->
          of(ErrorKind.INVALID_ARGUMENT, operation, key)
              .message("it is larger than the service takes in one request" + said);
      case 429, 503 ->
          of(ErrorKind.RESOURCE_EXHAUSTED, operation, key)
              .retryable()
              .message("the service asks to slow down" + said);
      case 501 ->
          of(ErrorKind.UNSUPPORTED, operation, key).message("this service cannot do it" + said);
      case 408 -> noAnswer(operation, key, effect, "the service gave up waiting" + said, null);
      default ->
          status >= 500
              ? noAnswer(operation, key, effect, "the service failed" + said, null)
              : of(ErrorKind.INVALID_ARGUMENT, operation, key)
                  .message("the service does not accept the request" + said);
    };
  }

  /** The error of a request that got no answer, or none that could be read to its end. */
  CloudException unanswered(String operation, String key, Effect effect, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CloudException ours) {
        return ours;
      }
      if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
        Thread.currentThread().interrupt();
        return of(ErrorKind.CANCELLED, operation, key)
            .cause(failure)
            .message("the calling thread was interrupted");
      }
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return of(ErrorKind.INVALID_ARGUMENT, operation, key)
            .cause(failure)
            .message("the account's host is unknown; check " + StorageAccount.ACCOUNT);
      }
      if (cause instanceof UntrustedServerException) {
        return of(ErrorKind.PERMISSION_DENIED, operation, key)
            .cause(failure)
            .message(String.valueOf(cause.getMessage()));
      }
      if (cause instanceof ConnectException) {
        return of(ErrorKind.TIMED_OUT, operation, key)
            .retryable()
            .cause(failure)
            .message("no connection to the service: " + cause.getMessage());
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      return of(ErrorKind.CANCELLED, operation, key)
          .cause(failure)
          .message("the calling thread was interrupted");
    }
    boolean network =
        hasCause(failure, IOException.class) || hasCause(failure, XMLStreamException.class);
    return network
        ? noAnswer(operation, key, effect, "the answer is not complete: " + root(failure), failure)
        : of(ErrorKind.UNKNOWN, operation, key).cause(failure).message(root(failure));
  }

  private CloudException noAnswer(
      String operation, String key, Effect effect, String detail, @Nullable Throwable failure) {
    CloudException.Builder error =
        effect == Effect.COMMIT
            ? of(ErrorKind.OUTCOME_UNKNOWN, operation, key)
            : of(ErrorKind.TIMED_OUT, operation, key).retryable();
    Optional.ofNullable(failure).ifPresent(error::cause);
    return error.message(
        effect == Effect.COMMIT ? detail + "; read back whether it took effect" : detail);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
