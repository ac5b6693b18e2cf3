package io.lepton.aws.kms;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Turns what the SDK throws about one key into this library's errors ("Common errors" and the
 * errors of Encrypt and Decrypt, KMS API reference). Thread safe.
 */
final class KmsErrors {
  private final String provider;
  private final String uri;

  KmsErrors(String provider, String uri) {
    this.provider = provider;
    this.uri = uri;
  }

  void checkInterrupt(String operation) {
    if (Thread.currentThread().isInterrupted()) {
      throw of(ErrorKind.CANCELLED, operation).message("the thread was interrupted");
    }
  }

  CloudException notWrapped(String answer) {
    return of(ErrorKind.PERMISSION_DENIED, "unwrap")
        .message(
            "this key did not wrap the data key, or it was altered; name the key that it was"
                + " encrypted with"
                + answer);
  }

  CloudException translate(String operation, RuntimeException error) {
    if (error instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      return of(ErrorKind.CANCELLED, operation).cause(error).message("the thread was interrupted");
    }
    return error instanceof AwsServiceException answer
        ? ofAnswer(operation, answer)
        : withoutAnswer(operation, error);
  }

  private CloudException ofAnswer(String operation, AwsServiceException error) {
    AwsErrorDetails details = error.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String text = details == null || details.errorMessage() == null ? "" : details.errorMessage();
    String answer =
        " ("
            + (error.statusCode() + " " + code + (text.isEmpty() ? "" : ": " + text)).strip()
            + ")";
    return switch (code) {
      case "NotFoundException" ->
          of(ErrorKind.NOT_FOUND, operation)
              .cause(error)
              .message("there is no such key in this region and account" + answer);
      case "DisabledException" ->
          denied(operation, error, "the key is disabled; enable it again", answer);
      case "KMSInvalidStateException" ->
          denied(
              operation, error, "the key cannot be used in its state; cancel its deletion", answer);
      case "InvalidKeyUsageException" ->
          denied(operation, error, "this is no key for symmetric encryption", answer);
      case "IncorrectKeyException", "InvalidCiphertextException" -> notWrapped(answer);
      case "AccessDeniedException" ->
          denied(
              operation,
              error,
              operation.equals("wrap")
                  ? "the credentials in use need kms:Encrypt on this key"
                  : "the credentials in use need kms:Decrypt on this key, and it must be the one"
                      + " that wrapped the data key",
              answer);
      case "ExpiredTokenException",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "IncompleteSignature",
          "InvalidSignatureException",
          "SignatureDoesNotMatch" ->
          denied(
              operation, error, "the credentials are not valid, or no longer; renew them", answer);
      default -> ofStatus(operation, error, answer);
    };
  }

  private CloudException ofStatus(String operation, AwsServiceException error, String answer) {
    if (error.isThrottlingException() || error.statusCode() == 429) {
      return of(ErrorKind.RESOURCE_EXHAUSTED, operation)
          .cause(error)
          .retryable()
          .message("the key service asks to slow down" + answer);
    }
    if (error.statusCode() >= 500) {
      return of(ErrorKind.UNKNOWN, operation)
          .cause(error)
          .retryable()
          .message("the key service failed" + answer);
    }
    return error.statusCode() == 401 || error.statusCode() == 403
        ? denied(operation, error, "the key service refuses the credentials in use", answer)
        : of(ErrorKind.INVALID_ARGUMENT, operation)
            .cause(error)
            .message("the key service refuses the request" + answer);
  }

  private CloudException denied(
      String operation, AwsServiceException error, String why, String answer) {
    return of(ErrorKind.PERMISSION_DENIED, operation).cause(error).message(why + answer);
  }

  private CloudException withoutAnswer(String operation, RuntimeException error) {
    Throwable deepest = error;
    boolean timedOut = false;
    boolean broken = false;
    for (Throwable at = error; at != null; at = at.getCause()) {
      deepest = at;
      timedOut |= at instanceof SocketTimeoutException;
      broken |= at instanceof IOException;
    }
    String said = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    if (!broken) {
      boolean credentials = said.contains("credentials");
      return of(credentials ? ErrorKind.PERMISSION_DENIED : ErrorKind.UNKNOWN, operation)
          .cause(error)
          .message(
              credentials
                  ? "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                      + " AWS_PROFILE, or run 'aws sso login' ("
                      + said
                      + ")"
                  : said);
    }
    return of(timedOut ? ErrorKind.TIMED_OUT : ErrorKind.UNKNOWN, operation)
        .cause(error)
        .retryable()
        .message(
            "the key service cannot be reached; check the network and AWS_ENDPOINT_URL_KMS ("
                + said
                + ")");
  }

  private CloudException.Builder of(ErrorKind kind, String operation) {
    return CloudException.of(kind).provider(provider).operation(operation).location(uri);
  }
}
