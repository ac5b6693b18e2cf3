package io.lepton.transfer;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.content.PinnedContent;
import java.util.function.Supplier;

/** Errors that several kinds of copy share. */
final class Errors {

  private Errors() {}

  static CloudException changed(ObjectInfo object) {
    return CloudException.of(ErrorKind.PRECONDITION_FAILED)
        .operation("read")
        .location(object.key())
        .message("it changed at the source while it was copied; run again when it rests");
  }

  static CloudException tooLarge(ObjectInfo object, long most) {
    return CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .operation("copy")
        .location(object.key())
        .message(
            "it has "
                + object.sizeBytes()
                + " bytes, and the target takes "
                + most
                + " at most; split it or leave it out");
  }

  static CloudException keyTooLong(ObjectInfo object, int keyBytes, int most) {
    return CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .operation("copy")
        .location(object.key())
        .message(
            "its key has "
                + keyBytes
                + " bytes with the target's prefix, and the target takes "
                + most
                + " at most; give it a shorter one or leave it out");
  }

  /**
   * Sends {@code content}; when it fails because the content could not be read, that error is
   * thrown, whatever the receiving store made of it.
   */
  static <T> T ofSourceFirst(PinnedContent content, Supplier<T> request) {
    try {
      return request.get();
    } catch (CloudException e) {
      throw content.failure().orElse(e);
    }
  }

  static boolean isOfSource(PinnedContent content, CloudException error) {
    return content.failure().filter(failure -> failure == error).isPresent();
  }
}
