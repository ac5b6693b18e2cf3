package io.lepton.azure.keyvault;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what the SDK throws about one key into this library's errors ("Azure Key Vault REST API
 * error codes", Key Vault documentation). Thread safe.
 */
final class KeyVaultErrors {
  private static final int LONGEST_DETAIL = 500;
  private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"([^\"]*)\"");

  private final String provider;
  private final String uri;

  KeyVaultErrors(String provider, String uri) {
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
    if (error instanceof CloudException known) {
      return known;
    }
    if (error instanceof HttpResponseException answer && answer.getResponse() != null) {
      return ofAnswer(operation, answer);
    }
    return withoutAnswer(operation, error);
  }

  private CloudException ofAnswer(String operation, HttpResponseException error) {
    int status = error.getResponse().getStatusCode();
    String text = String.valueOf(error.getMessage());
    Matcher message = MESSAGE.matcher(text);
    String said = message.find() ? ": " + message.group(1) : "";
    String answer =
        " (" + status + said.substring(0, Math.min(said.length(), LONGEST_DETAIL)) + ")";
    if (text.contains("KeyDisabled")) {
      return denied(operation, error, "the key is disabled; enable it again", answer);
    }
    return switch (status) {
      case 401 ->
          denied(operation, error, "the token was refused; sign in again ('az login')", answer);
      case 403 ->
          denied(
              operation,
              error,
              "the identity in use needs keys/"
                  + (operation.equals("wrap") ? "wrapKey" : "unwrapKey")
                  + " on this key ('Key Vault Crypto Service Encryption User')",
              answer);
      case 404 ->
          of(ErrorKind.NOT_FOUND, operation)
              .cause(error)
              .message("there is no such key in this vault; create it or mend its name" + answer);
      case 429 -> {
        CloudException.Builder busy = of(ErrorKind.RESOURCE_EXHAUSTED, operation).cause(error);
        yield busy.retryable().message("the vault asks to slow down" + answer);
      }
      default -> ofOtherStatus(operation, error, status, answer);
    };
  }

  private CloudException ofOtherStatus(
      String operation, HttpResponseException error, int status, String answer) {
    if (status >= 500) {
      return of(ErrorKind.UNKNOWN, operation)
          .cause(error)
          .retryable()
          .message("the vault failed" + answer);
    }
    return operation.equals("unwrap")
        ? notWrapped(answer)
        : of(ErrorKind.INVALID_ARGUMENT, operation)
            .cause(error)
            .message("the vault refuses to wrap with this key; it must be an RSA key" + answer);
  }

  private CloudException withoutAnswer(String operation, RuntimeException error) {
    Optional<IOException> broken = Optional.empty();
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof IOException io) {
        broken = Optional.of(io);
      }
      if (at instanceof InterruptedException
          || at instanceof ClosedByInterruptException
          || (at instanceof InterruptedIOException && !(at instanceof SocketTimeoutException))) {
        Thread.currentThread().interrupt();
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      return of(ErrorKind.CANCELLED, operation).cause(error).message("the thread was interrupted");
    }
    if (error instanceof ClientAuthenticationException || broken.isEmpty()) {
      return of(ErrorKind.PERMISSION_DENIED, operation)
          .cause(error)
          .message("no token could be had; sign in ('az login') (" + error.getMessage() + ")");
    }
    IOException io = broken.get();
    return of(
            io instanceof SocketTimeoutException ? ErrorKind.TIMED_OUT : ErrorKind.UNKNOWN,
            operation)
        .cause(error)
        .retryable()
        .message(
            "the vault cannot be reached; check its name and the network ("
                + (io.getMessage() == null ? io.toString() : io.getMessage())
                + ")");
  }

  private CloudException denied(
      String operation, HttpResponseException error, String why, String answer) {
    return of(ErrorKind.PERMISSION_DENIED, operation).cause(error).message(why + answer);
  }

  private CloudException.Builder of(ErrorKind kind, String operation) {
    return CloudException.of(kind).provider(provider).operation(operation).location(uri);
  }
}
