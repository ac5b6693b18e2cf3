package io.lepton.local.runtime;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Small state files that are never seen half-written, and folders. */
final class StateFiles {

  private StateFiles() {}

  /** Writes properties in one step, sorted, readable by this user only: variables can be secret. */
  static void write(Path file, Properties values) throws IOException {
    Files.createDirectories(file.getParent());
    StringWriter text = new StringWriter();
    new TreeMap<>(values)
        .forEach(
            (key, value) ->
                text.append(escape(key.toString(), true))
                    .append('=')
                    .append(escape(value.toString(), false))
                    .append('\n'));
    Path unfinished =
        Files.createTempFile(
            file.getParent(),
            ".",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(unfinished, text.toString());
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static String escape(String text, boolean key) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '\f' -> escaped.append("\\f");
        case '=', ':', ' ', '#', '!' -> {
          if (key || i == 0) {
            escaped.append('\\');
          }
          escaped.append(c);
        }
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Reads properties; empty when there is no such file. */
  static Optional<Properties> read(Path file) throws IOException {
    Properties values = new Properties();
    try {
      values.load(new StringReader(Files.readString(file)));
      return Optional.of(values);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The text of a file that a shell writes; empty until its last word is {@code end}. */
  static Optional<String[]> words(Path file) throws IOException {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.endsWith(" end\n") ? Optional.of(text.strip().split(" ")) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The entries of a folder by name; none when it does not exist. */
  static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /** Deletes a folder and what is in it, never following a link; nothing when it is not there. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
