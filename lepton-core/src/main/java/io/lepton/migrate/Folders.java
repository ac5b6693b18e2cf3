package io.lepton.migrate;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of this machine that a step works in. */
final class Folders {

  private Folders() {}

  /** Deletes a folder with all it holds; does nothing when there is none. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
