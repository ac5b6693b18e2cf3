package io.lepton.transfer.journal;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Looks at a journal in a copy, so that no run is kept from the file meanwhile. */
final class JournalLook {

  private JournalLook() {}

  /**
   * The journal as it is now; what is put there is lost.
   *
   * @return empty when there is none, a run of this process has it, or another is changing it
   */
  static Optional<JournalFile> at(Path file, Map<String, String> traits) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Path copy = Files.createTempFile("lepton-journal", ".mv");
      try {
        return JournalLock.copy(file, copy)
            ? Optional.of(JournalFile.ofCopy(copy, file, traits))
            : Optional.empty();
      } catch (CloudException e) {
        if (JournalLock.isHeld(file)) {
          return Optional.empty();
        }
        throw e;
      } finally {
        delete(copy);
      }
    } catch (IOException e) {
      if (!Files.exists(file)) {
        return Optional.empty(); // a run has just ended that needs it no more
      }
      throw CloudException.of(ErrorKind.RESOURCE_EXHAUSTED)
          .operation("look at journal")
          .location(file.toString())
          .cause(e)
          .message(
              "it cannot be copied to %s (%s); free space there, or let it be read"
                  .formatted(System.getProperty("java.io.tmpdir"), e));
    }
  }

  /** While it is open where a system allows that, otherwise at the end of the process. */
  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      copy.toFile().deleteOnExit();
    }
  }
}
