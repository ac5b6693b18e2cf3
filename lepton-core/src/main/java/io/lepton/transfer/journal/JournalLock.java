package io.lepton.transfer.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps a journal to one run of this process, which holds it from before the file is opened until
 * after it is closed.
 *
 * <p>The lock that keeps other processes away belongs to the process, and POSIX drops it as soon as
 * the process closes the file, through whichever descriptor (fcntl, "Advisory record locking").
 * While a run has a journal, nothing else may open its file, not even to read: whoever wants to
 * goes through here. Thread safe.
 */
final class JournalLock {
  /** By the path in the real folder. Shared by the whole process because its locks are. */
  private static final Map<Path, JournalLock> HELD = new HashMap<>();

  private final Path file;

  private JournalLock(Path file) {
    this.file = file;
  }

  /**
   * Takes a file, which need not be there, in a folder that is.
   *
   * @return empty when a run of this process has it
   */
  static Optional<JournalLock> take(Path file) throws IOException {
    JournalLock lock = new JournalLock(real(file));
    synchronized (HELD) {
      return HELD.putIfAbsent(lock.file, lock) == null ? Optional.of(lock) : Optional.empty();
    }
  }

  /**
   * Copies a file to one that is there.
   *
   * @return false when a run of this process has it, or one of another process changed it meanwhile
   */
  static boolean copy(Path file, Path copy) throws IOException {
    synchronized (HELD) {
      if (HELD.containsKey(real(file))) {
        return false;
      }
      FileTime time = Files.getLastModifiedTime(file);
      // Into the file that is there, which keeps its permissions.
      try (OutputStream out = Files.newOutputStream(copy)) {
        Files.copy(file, out);
      }
      return time.equals(Files.getLastModifiedTime(file));
    }
  }

  /** Whether a run has a file, of this process or of another. */
  static boolean isHeld(Path file) throws IOException {
    synchronized (HELD) {
      if (HELD.containsKey(real(file))) {
        return true;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return channel.tryLock(0, Long.MAX_VALUE, true) == null;
      }
    }
  }

  /** One name of a file, through whichever links its folder is reached. */
  private static Path real(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    return Objects.requireNonNull(whole.getParent(), "folder of the journal")
        .toRealPath()
        .resolve(whole.getFileName());
  }

  /** Lets another run have the file, which is closed; does nothing the second time. */
  void release() {
    synchronized (HELD) {
      HELD.remove(file, this);
    }
  }
}
