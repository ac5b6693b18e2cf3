package io.lepton.image;

import io.lepton.config.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What an image is built on. */
public sealed interface ImageBase {

  /** Nothing: the image runs where Java is there already, such as the local process runtime. */
  record Scratch() implements ImageBase {}

  /**
   * An image of a registry.
   *
   * @param reference name with tag or digest: {@code eclipse-temurin:17-jre}
   */
  record Registry(String reference) implements ImageBase {
    public Registry {
      Objects.requireNonNull(reference, "reference");
    }
  }

  /**
   * A tarball as {@code docker save} or {@code podman save} write it.
   *
   * @param file the tarball
   */
  record Tarball(Path file) implements ImageBase {
    public Tarball {
      Objects.requireNonNull(file, "file");
    }
  }

  /**
   * Reads a base: empty or {@code scratch}, {@code file:/dir/base.tar}, or a reference.
   *
   * @param text as written
   * @param folder where relative paths start
   * @throws InputException naming the text and what is wrong with it; a missing file included
   */
  static ImageBase parse(String text, Path folder) {
    if (text.isBlank() || text.equals("scratch")) {
      return new Scratch();
    }
    if (!text.startsWith("file:")) {
      References.parse(text, "base");
      return new Registry(text);
    }
    Path file = References.resolve(text, folder);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "base '"
              + text
              + "': there is no file "
              + file
              + "; docker save or podman save write one");
    }
    return new Tarball(file);
  }
}
