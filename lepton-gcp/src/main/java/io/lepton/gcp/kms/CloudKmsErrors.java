package io.lepton.gcp.kms;

import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.lepton.gcp.client.CredentialsException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyErrors;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Google's client throws about one key into this library's errors; the service's are
 * those of its error model, {@code google.rpc.Code}.
 */
final class CloudKmsErrors {

  private CloudKmsErrors() {}

  static CloudException damaged(KeyErrors errors, String operation, String how) {
    return errors
        .of(ErrorKind.DATA_CORRUPTED, operation)
        .retryable()
        .message("the bytes were damaged on their way: " + how);
  }

  static CloudException translate(KeyErrors errors, String operation, IOException error) {
    if (Thread.currentThread().isInterrupted()) {
      return errors.interrupted(operation, error);
    }
    if (error instanceof HttpResponseException answer) {
      return ofAnswer(errors, operation, answer);
    }
    return error instanceof CredentialsException credentials && !credentials.mayPass()
        ? errors.denied(
            operation,
            error,
            "no usable Google credentials; set GOOGLE_APPLICATION_CREDENTIALS or run 'gcloud auth"
                + " application-default login' ("
                + error.getMessage()
                + ")")
        : errors.unreachable(
            operation,
            error,
            error,
            error instanceof CredentialsException
                ? "the service that gives access tokens"
                : "the network");
  }

  private static CloudException ofAnswer(
      KeyErrors errors, String operation, HttpResponseException error) {
    Answer said = Answer.of(error);
    String answer = " (" + (error.getStatusCode() + " " + said.status()) + said.detail() + ")";
    return switch (said.status()) {
      case "NOT_FOUND" ->
          errors
              .of(ErrorKind.NOT_FOUND, operation)
              .cause(error)
              .message("there is no such key; create it or mend its name" + answer);
      case "PERMISSION_DENIED" ->
          errors.denied(
              operation,
              error,
              "the credentials in use need cloudkms.cryptoKeyVersions."
                  + (operation.equals("wrap") ? "useToEncrypt" : "useToDecrypt")
                  + " on this key"
                  + answer);
      case "UNAUTHENTICATED" ->
          errors.denied(
              operation, error, "the credentials are not valid, or no longer; renew them" + answer);
      case "FAILED_PRECONDITION" ->
          errors.denied(
              operation,
              error,
              "the key's version is disabled, about to be destroyed or out of reach; enable it"
                  + " again"
                  + answer);
      case "RESOURCE_EXHAUSTED" -> errors.busy(operation, error, answer);
      default -> ofStatus(errors, operation, error, answer);
    };
  }

  private static CloudException ofStatus(
      KeyErrors errors, String operation, HttpResponseException error, String answer) {
    if (error.getStatusCode() >= 500) {
      return errors.failed(operation, error, answer);
    }
    if (answer.contains("crc32c")) {
      return damaged(errors, operation, "the service says so" + answer);
    }
    return operation.equals("unwrap")
        ? errors.notWrapped(answer)
        : errors.refused(operation, error, answer);
  }

  /** What the service answered. */
  private record Answer(String status, String message) {

    static Answer of(HttpResponseException error) {
      try {
        if (JsonParser.parseString(String.valueOf(error.getContent())) instanceof JsonObject all) {
          // Google's client leaves the outermost braces away.
          JsonObject told = all.get("error") instanceof JsonObject inner ? inner : all;
          String status = text(told.get("status"));
          return new Answer(
              status.isEmpty() ? ofCode(error.getStatusCode()) : status, text(told.get("message")));
        }
      } catch (JsonParseException e) {
        // The code alone tells.
      }
      return new Answer(ofCode(error.getStatusCode()), "");
    }

    private static String ofCode(int status) {
      return switch (status) {
        case 401 -> "UNAUTHENTICATED";
        case 403 -> "PERMISSION_DENIED";
        case 404 -> "NOT_FOUND";
        case 429 -> "RESOURCE_EXHAUSTED";
        default -> "";
      };
    }

    private static String text(@Nullable JsonElement value) {
      return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    String detail() {
      return message.isEmpty() ? "" : ": " + message;
    }
  }
}
