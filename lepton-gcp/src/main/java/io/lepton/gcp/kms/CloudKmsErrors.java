package io.lepton.gcp.kms;

import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Google's client throws about one key into this library's errors; the service's are
 * those of its error model, {@code google.rpc.Code}. Thread safe.
 */
final class CloudKmsErrors {
  private final String provider;
  private final String uri;

  CloudKmsErrors(String provider, String uri) {
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

  CloudException damaged(String operation, String how) {
    return of(ErrorKind.DATA_CORRUPTED, operation)
        .retryable()
        .message("the bytes were damaged on their way: " + how);
  }

  CloudException translate(String operation, IOException error) {
    if (Thread.currentThread().isInterrupted()) {
      return of(ErrorKind.CANCELLED, operation).cause(error).message("the thread was interrupted");
    }
    if (error instanceof HttpResponseException answer) {
      return ofAnswer(operation, answer);
    }
    if (error instanceof CloudKmsClient.CredentialsException) {
      return of(ErrorKind.PERMISSION_DENIED, operation)
          .cause(error)
          .message(
              "no credentials were found; set GOOGLE_APPLICATION_CREDENTIALS or run 'gcloud auth"
                  + " application-default login' ("
                  + error.getMessage()
                  + ")");
    }
    boolean timedOut = error instanceof SocketTimeoutException;
    return of(timedOut ? ErrorKind.TIMED_OUT : ErrorKind.UNKNOWN, operation)
        .cause(error)
        .retryable()
        .message(
            "the key service cannot be reached; check the network ("
                + (error.getMessage() == null ? error.toString() : error.getMessage())
                + ")");
  }

  private CloudException ofAnswer(String operation, HttpResponseException error) {
    Answer said = Answer.of(error);
    String answer = " (" + (error.getStatusCode() + " " + said.status()) + said.detail() + ")";
    return switch (said.status()) {
      case "NOT_FOUND" ->
          of(ErrorKind.NOT_FOUND, operation)
              .cause(error)
              .message("there is no such key; create it or mend its name" + answer);
      case "PERMISSION_DENIED" ->
          denied(
              operation,
              error,
              "the credentials in use need cloudkms.cryptoKeyVersions."
                  + (operation.equals("wrap") ? "useToEncrypt" : "useToDecrypt")
                  + " on this key",
              answer);
      case "UNAUTHENTICATED" ->
          denied(
              operation, error, "the credentials are not valid, or no longer; renew them", answer);
      case "FAILED_PRECONDITION" ->
          denied(
              operation,
              error,
              "the key's version is disabled, about to be destroyed or out of reach; enable it"
                  + " again",
              answer);
      case "RESOURCE_EXHAUSTED" ->
          of(ErrorKind.RESOURCE_EXHAUSTED, operation)
              .cause(error)
              .retryable()
              .message("the key service asks to slow down" + answer);
      default -> ofStatus(operation, error, answer);
    };
  }

  private CloudException ofStatus(String operation, HttpResponseException error, String answer) {
    if (error.getStatusCode() >= 500) {
      return of(ErrorKind.UNKNOWN, operation)
          .cause(error)
          .retryable()
          .message("the key service failed" + answer);
    }
    if (answer.contains("crc32c")) {
      return damaged(operation, "the service says so" + answer);
    }
    return operation.equals("unwrap")
        ? notWrapped(answer)
        : of(ErrorKind.INVALID_ARGUMENT, operation)
            .cause(error)
            .message("the key service refuses the request" + answer);
  }

  private CloudException denied(String operation, IOException error, String why, String answer) {
    return of(ErrorKind.PERMISSION_DENIED, operation).cause(error).message(why + answer);
  }

  private CloudException.Builder of(ErrorKind kind, String operation) {
    return CloudException.of(kind).provider(provider).operation(operation).location(uri);
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
