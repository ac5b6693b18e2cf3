package io.lepton.transfer.journal;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Explains what goes wrong with a journal, with its name and what to do. */
final class JournalErrors {

  private JournalErrors() {}

  static RuntimeException explain(MVStoreException e, Path file) {
    return switch (e.getErrorCode()) {
      case DataUtils.ERROR_FILE_LOCKED -> new InputException(inUse(file), e);
      // Reading fails where the file ends too early, or where its disk cannot give it any more.
      case DataUtils.ERROR_READING_FAILED,
          DataUtils.ERROR_FILE_CORRUPT,
          DataUtils.ERROR_UNSUPPORTED_FORMAT,
          DataUtils.ERROR_CHUNK_NOT_FOUND,
          DataUtils.ERROR_SERIALIZATION ->
          CloudException.of(ErrorKind.DATA_CORRUPTED)
              .operation("open journal")
              .location(file.toString())
              .cause(e)
              .message(
                  "it is damaged; delete it and run again: nothing is lost, what is at the target"
                      + " is compared anew");
      default ->
          CloudException.of(ErrorKind.RESOURCE_EXHAUSTED)
              .operation("write journal")
              .location(file.toString())
              .cause(e)
              .message(
                  "it cannot be written ("
                      + deepest(e).getMessage()
                      + "); free space or name another folder with --state, then run again to"
                      + " continue");
    };
  }

  static String inUse(Path file) {
    return file
        + " is in use: this transfer is running already; wait for it, stop it, or name another"
        + " folder with --state";
  }

  static Throwable deepest(Throwable error) {
    Throwable at = error;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at;
  }
}
