package io.lepton.local.runtime;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, however long it has grown. */
final class LogTail {
  private static final int LONGEST = 1 << 20;

  private LogTail() {}

  /** The last {@code lines} lines, of the last mebibyte at most; none when there is no file. */
  static List<String> read(Path file, int lines) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] bytes;
    boolean cut;
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - LONGEST);
      cut = from > 0;
      log.seek(from);
      bytes = new byte[(int) (log.length() - from)];
      log.readFully(bytes);
    }
    List<String> read = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (cut && read.size() > 1) {
      read = read.subList(1, read.size());
    }
    return List.copyOf(read.subList(Math.max(0, read.size() - Math.max(0, lines)), read.size()));
  }
}
