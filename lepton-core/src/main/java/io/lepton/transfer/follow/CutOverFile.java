package io.lepton.transfer.follow;

import io.lepton.config.InputException;
import io.lepton.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file of a cut-over, locked by the one run that may change it. */
final class CutOverFile implements AutoCloseable {
  private static final String NAME = "cutover.json";
  private static final String LOCK = "cutover.lock";

  private final Path folder;
  private final FileChannel lock;

  private CutOverFile(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static CutOverFile open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new InputException(
            folder + " is in use: this cut-over is running already; wait for it or stop it");
      }
      return new CutOverFile(folder, channel);
    } catch (IOException e) {
      throw new InputException(
          "state folder " + folder + " cannot be used (" + e + "); name another with --state", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  static Optional<CutOverRecord> read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(file, CutOverRecord.class));
    } catch (IllegalArgumentException e) {
      throw new InputException(file + " " + e.getMessage(), e);
    }
  }

  void write(CutOverRecord record) {
    Json.write(folder.resolve(NAME), record);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of " + folder + " cannot be released", e);
    }
  }
}
