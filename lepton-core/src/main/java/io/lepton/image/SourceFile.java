package io.lepton.image;

import io.lepton.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file that goes into an image, as it was when it was read.
 *
 * @param path where it lies on this machine
 * @param name its path below its folder of the image, with slashes
 * @param sha256 of its content, in hexadecimal
 * @param staged link to {@code path} whose name depends on the content
 * @param sizeBytes its size
 * @param modified its date
 */
record SourceFile(
    Path path, String name, String sha256, Path staged, long sizeBytes, FileTime modified) {

  /** Refuses a file that is not the one that was read any more. */
  void requireUnchanged() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      if (now.size() == sizeBytes && now.lastModifiedTime().equals(modified)) {
        return;
      }
    } catch (IOException e) {
      throw new InputException(changed(), e);
    }
    throw new InputException(changed());
  }

  private String changed() {
    return "file "
        + path
        + " changed while the image was built, which may hold either content;"
        + " run again when it is at rest";
  }
}
