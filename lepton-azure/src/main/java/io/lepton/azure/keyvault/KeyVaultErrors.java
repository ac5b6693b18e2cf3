package io.lepton.azure.keyvault;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyErrors;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what the SDK throws about one key into this library's errors ("Azure Key Vault REST API
 * error codes", Key Vault documentation).
 */
final class KeyVaultErrors {
  private static final int LONGEST_DETAIL = 500;
  private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"([^\"]*)\"");

  private KeyVaultErrors() {}

  static CloudException translate(KeyErrors errors, String operation, RuntimeException error) {
    if (error instanceof CloudException known) {
      return known;
    }
    return error instanceof HttpResponseException answer && answer.getResponse() != null
        ? ofAnswer(errors, operation, answer)
        : withoutAnswer(errors, operation, error);
  }

  private static CloudException ofAnswer(
      KeyErrors errors, String operation, HttpResponseException error) {
    int status = error.getResponse().getStatusCode();
    String text = String.valueOf(error.getMessage());
    Matcher message = MESSAGE.matcher(text);
    String said = message.find() ? ": " + message.group(1) : "";
    String answer =
        " (" + status + said.substring(0, Math.min(said.length(), LONGEST_DETAIL)) + ")";
    if (text.contains("KeyDisabled")) {
      return errors.denied(operation, error, "the key is disabled; enable it again" + answer);
    }
    return switch (status) {
      case 401 ->
          errors.denied(
              operation, error, "the token was refused; sign in again ('az login')" + answer);
      case 403 ->
          errors.denied(
              operation,
              error,
              "the identity in use needs keys/"
                  + (operation.equals("wrap") ? "wrapKey" : "unwrapKey")
                  + " on this key ('Key Vault Crypto Service Encryption User')"
                  + answer);
      case 404 ->
          errors
              .of(ErrorKind.NOT_FOUND, operation)
              .cause(error)
              .message("there is no such key in this vault; create it or mend its name" + answer);
      case 429 -> errors.busy(operation, error, answer);
      default -> ofOtherStatus(errors, operation, error, answer);
    };
  }

  private static CloudException ofOtherStatus(
      KeyErrors errors, String operation, HttpResponseException error, String answer) {
    if (error.getResponse().getStatusCode() >= 500) {
      return errors.failed(operation, error, answer);
    }
    return operation.equals("unwrap")
        ? errors.notWrapped(answer)
        : errors.refused(operation, error, "; the key must be an RSA key" + answer);
  }

  private static CloudException withoutAnswer(
      KeyErrors errors, String operation, RuntimeException error) {
    Optional<IOException> broken = Optional.empty();
    boolean interrupted = Thread.currentThread().isInterrupted();
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof IOException io) {
        broken = Optional.of(io);
      }
      interrupted |=
          at instanceof InterruptedException
              || at instanceof ClosedByInterruptException
              || (at instanceof InterruptedIOException && !(at instanceof SocketTimeoutException));
    }
    if (interrupted) {
      return errors.interrupted(operation, error);
    }
    return error instanceof ClientAuthenticationException || broken.isEmpty()
        ? errors.denied(
            operation,
            error,
            "no token could be had; sign in ('az login') (" + error.getMessage() + ")")
        : errors.unreachable(operation, error, broken.get(), "the vault's name and the network");
  }
}
