package io.lepton.aws.kms;

import io.lepton.aws.client.NoCredentialsException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyErrors;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Turns what the SDK throws about one key into this library's errors ("Common errors" and the
 * errors of Encrypt and Decrypt, KMS API reference).
 */
final class KmsErrors {

  private KmsErrors() {}

  static CloudException translate(KeyErrors errors, String operation, RuntimeException error) {
    if (error instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return errors.interrupted(operation, error);
    }
    return error instanceof AwsServiceException answer
        ? ofAnswer(errors, operation, answer)
        : withoutAnswer(errors, operation, error);
  }

  private static CloudException ofAnswer(
      KeyErrors errors, String operation, AwsServiceException error) {
    AwsErrorDetails details = error.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String text = details == null || details.errorMessage() == null ? "" : details.errorMessage();
    String answer =
        " ("
            + (error.statusCode() + " " + code + (text.isEmpty() ? "" : ": " + text)).strip()
            + ")";
    return switch (code) {
      case "NotFoundException" ->
          errors
              .of(ErrorKind.NOT_FOUND, operation)
              .cause(error)
              .message("there is no such key in this region and account" + answer);
      case "DisabledException" ->
          errors.denied(operation, error, "the key is disabled; enable it again" + answer);
      case "KMSInvalidStateException" ->
          errors.denied(
              operation,
              error,
              "the key cannot be used in its state; cancel its deletion" + answer);
      case "InvalidKeyUsageException" ->
          errors.denied(operation, error, "this is no key for symmetric encryption" + answer);
      case "IncorrectKeyException", "InvalidCiphertextException" -> errors.notWrapped(answer);
      case "AccessDeniedException" ->
          errors.denied(
              operation,
              error,
              (operation.equals("wrap")
                      ? "the credentials in use need kms:Encrypt on this key"
                      : "the credentials in use need kms:Decrypt on this key, and it must be the"
                          + " one that wrapped the data key")
                  + answer);
      case "ExpiredTokenException",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "IncompleteSignature",
          "InvalidSignatureException",
          "SignatureDoesNotMatch" ->
          errors.denied(
              operation, error, "the credentials are not valid, or no longer; renew them" + answer);
      default -> ofStatus(errors, operation, error, answer);
    };
  }

  private static CloudException ofStatus(
      KeyErrors errors, String operation, AwsServiceException error, String answer) {
    int status = error.statusCode();
    if (error.isThrottlingException() || status == 429) {
      return errors.busy(operation, error, answer);
    }
    if (status >= 500) {
      return errors.failed(operation, error, answer);
    }
    return status == 401 || status == 403
        ? errors.denied(operation, error, "the key service refuses the credentials in use" + answer)
        : errors.refused(operation, error, answer);
  }

  private static CloudException withoutAnswer(
      KeyErrors errors, String operation, RuntimeException error) {
    if (error instanceof NoCredentialsException none) {
      return none.mayPass()
          ? errors
              .of(ErrorKind.TIMED_OUT, operation)
              .cause(error)
              .retryable()
              .message(none.getMessage())
          : errors.denied(operation, error, none.getMessage());
    }
    Throwable deepest = error;
    Optional<IOException> broken = Optional.empty();
    for (Throwable at = error; at != null; at = at.getCause()) {
      deepest = at;
      boolean timedOut = broken.filter(SocketTimeoutException.class::isInstance).isPresent();
      if (at instanceof IOException io && !timedOut) {
        broken = Optional.of(io);
      }
    }
    if (broken.isPresent()) {
      return errors.unreachable(
          operation, error, broken.get(), "the network and AWS_ENDPOINT_URL_KMS");
    }
    String said = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return errors.of(ErrorKind.UNKNOWN, operation).cause(error).message(said);
  }
}
