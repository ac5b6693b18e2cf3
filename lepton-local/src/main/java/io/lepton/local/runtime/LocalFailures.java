package io.lepton.local.runtime;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Errors of this room, built in one place. */
final class LocalFailures {
  static final String PROVIDER = "local";

  private LocalFailures() {}

  static CloudException.Builder of(ErrorKind kind, String operation, Object location) {
    return CloudException.of(kind)
        .provider(PROVIDER)
        .operation(operation)
        .location(location.toString());
  }

  static CloudException io(String operation, Object location, IOException cause) {
    ErrorKind kind = ErrorKind.UNKNOWN;
    String reason = cause.getMessage();
    if (cause instanceof AccessDeniedException) {
      kind = ErrorKind.PERMISSION_DENIED;
      reason = "access denied: " + cause.getMessage();
    } else if (cause instanceof FileSystemException file
        && String.valueOf(file.getReason()).contains("No space left")) {
      kind = ErrorKind.RESOURCE_EXHAUSTED;
    }
    return of(kind, operation, location)
        .cause(cause)
        .message(reason == null ? cause.getClass().getSimpleName() : reason);
  }

  static CloudException interrupted(String operation, Object location, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return of(ErrorKind.CANCELLED, operation, location).cause(cause).message("interrupted");
  }
}
