package io.lepton.image;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Writes an OCI tarball out as a folder. */
final class OciLayout {

  private OciLayout() {}

  /**
   * Adds the image in {@code tarball} to {@code folder}. Blobs are named by their digest and never
   * change; the index that makes them an image is replaced last, in one step.
   */
  static void unpack(Path tarball, Path folder) throws IOException {
    Path index = folder.resolve("index.json");
    byte[] newIndex = null;
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(tarball))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isDirectory()) {
          continue;
        }
        if (entry.getName().equals("index.json")) {
          newIndex = tar.readAllBytes();
          continue;
        }
        Path file = folder.resolve(entry.getName());
        if (!Files.exists(file) || Files.size(file) != entry.getSize()) {
          replace(file, out -> ByteStreams.copy(tar, out));
        }
      }
    }
    if (newIndex == null) {
      throw new IOException("tarball " + tarball + " has no index.json");
    }
    byte[] bytes = newIndex;
    replace(index, out -> out.write(bytes));
  }

  private static void replace(Path file, Writer writer) throws IOException {
    Files.createDirectories(file.getParent());
    Path unfinished = Files.createTempFile(file.getParent(), ".", ".part");
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        writer.writeTo(out);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Writes content, or fails. */
  private interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }
}
