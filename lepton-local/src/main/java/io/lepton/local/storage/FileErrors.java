package io.lepton.local.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectKeys;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** The one translator of file system errors. */
final class FileErrors {
  private static final String READ_ONLY = "read-only file system";

  private final String provider;
  private final Place place;

  FileErrors(String provider, Place place) {
    this.provider = provider;
    this.place = place;
  }

  /** Work on files that the translator guards. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Runs {@code work} on behalf of {@code operation}, with a valid key and no interrupt pending.
   */
  <T> T guard(String operation, String key, Work<T> work) {
    checkKey(operation, key);
    return guardPlace(operation, key, work);
  }

  /** The same for work that is not on one key. */
  <T> T guardPlace(String operation, String key, Work<T> work) {
    checkInterrupt(operation, key);
    try {
      return work.run();
    } catch (IOException e) {
      throw translate(operation, key, e);
    }
  }

  CloudException.Builder of(ErrorKind kind, String operation, String key) {
    return CloudException.of(kind).provider(provider).operation(operation).location(place + key);
  }

  CloudException changed(String operation, String key) {
    return of(ErrorKind.PRECONDITION_FAILED, operation, key)
        .message("the object is not in the demanded version any more; read it again");
  }

  CloudException missing(String operation, String key) {
    return of(ErrorKind.NOT_FOUND, operation, key).message("there is no such object");
  }

  CloudException exists(String operation, String key) {
    return of(ErrorKind.ALREADY_EXISTS, operation, key)
        .message("the object exists; nothing was written");
  }

  void checkInterrupt(String operation, String key) {
    if (Thread.currentThread().isInterrupted()) {
      throw of(ErrorKind.CANCELLED, operation, key).message("the calling thread was interrupted");
    }
  }

  private void checkKey(String operation, String key) {
    ObjectKeys.problem(key)
        .ifPresent(
            problem -> {
              throw of(ErrorKind.INVALID_ARGUMENT, operation, key)
                  .message(problem + "; choose a key of 1 to 1,024 bytes of UTF-8");
            });
  }

  CloudException translate(String operation, String key, IOException error) {
    ErrorKind kind = kind(error);
    CloudException.Builder built = of(kind, operation, key).cause(error);
    String said = said(error);
    return switch (kind) {
      case CANCELLED -> built.message("the calling thread was interrupted");
      case NOT_FOUND -> built.message("a file went away meanwhile: " + said);
      case PERMISSION_DENIED ->
          built.message(
              "this process may not use "
                  + said
                  + (text(error).contains(READ_ONLY)
                      ? "; mount it for writing, or name another place"
                      : "; check owner, mode and attributes of the folder, or name another place"));
      case RESOURCE_EXHAUSTED -> built.message(said + "; free the resource and try again");
      case UNSUPPORTED ->
          built.message(said + "; open the place on the file system that holds its files");
      case ALREADY_EXISTS -> built.message("something lies there already: " + said);
      case INVALID_ARGUMENT -> built.message(said + "; choose another name or place");
      case PRECONDITION_FAILED, DATA_CORRUPTED, TIMED_OUT, OUTCOME_UNKNOWN, UNKNOWN ->
          built.message("the file system failed: " + said);
    };
  }

  /** Which file, and why in the system's words. */
  private static String said(IOException error) {
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }

  private static ErrorKind kind(IOException error) {
    if (error instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
      return ErrorKind.CANCELLED;
    } else if (error instanceof NoSuchFileException) {
      return ErrorKind.NOT_FOUND;
    } else if (error instanceof AccessDeniedException) {
      return ErrorKind.PERMISSION_DENIED;
    } else if (error instanceof FileAlreadyExistsException) {
      return ErrorKind.ALREADY_EXISTS;
    } else if (error instanceof AtomicMoveNotSupportedException) {
      return ErrorKind.UNSUPPORTED;
    }
    return kindByText(text(error));
  }

  /** The JDK has no exception types for these: the text of strerror(3) is all there is. */
  private static ErrorKind kindByText(String text) {
    if (text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("too many open files")
        || text.contains("file too large")) {
      return ErrorKind.RESOURCE_EXHAUSTED;
    } else if (text.contains(READ_ONLY) || text.contains("not permitted")) {
      return ErrorKind.PERMISSION_DENIED;
    } else if (text.contains("name too long") || text.contains(Scratch.NO_FOLDERS)) {
      return ErrorKind.INVALID_ARGUMENT;
    }
    return ErrorKind.UNKNOWN;
  }

  private static String text(IOException error) {
    String reason =
        error instanceof FileSystemException fileError ? fileError.getReason() : error.getMessage();
    return reason == null ? "" : reason.toLowerCase(Locale.ROOT);
  }
}
