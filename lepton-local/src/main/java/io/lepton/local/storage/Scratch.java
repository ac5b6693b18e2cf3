package io.lepton.local.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names for files that are being written: a folder of this store's own below {@code .lepton/tmp},
 * marked as alive by a locked file in it. The operating system gives the lock up when the process
 * dies, however it dies; the next writer removes what it left.
 */
final class Scratch {
  /** The reason told where the file system makes none. */
  static final String NO_FOLDERS = "no folder can be made here";

  /** Folders of this process are told by name: probing their locks would release them. */
  private static final String PROCESS = UUID.randomUUID().toString();

  private static final String LOCK = "lock";

  private final Path reserved;
  private final Path all;
  private final Path own;
  private final AtomicLong sequence = new AtomicLong();
  private @Nullable FileChannel alive;

  Scratch(Path reserved) {
    this.reserved = reserved;
    this.all = reserved.resolve("tmp");
    this.own = all.resolve(PROCESS + "." + UUID.randomUUID());
  }

  /** A path that nothing lies at, in a folder that exists. */
  Path next() throws IOException {
    prepare();
    return own.resolve(Long.toString(sequence.incrementAndGet()));
  }

  private synchronized void prepare() throws IOException {
    while (alive == null) {
      makeReserved();
      try {
        Files.createDirectories(own);
        Path lock = own.resolve(LOCK);
        FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() != null && Files.exists(lock)) {
          alive = channel;
          removeDead();
        } else {
          channel.close();
        }
      } catch (NoSuchFileException e) {
        // Another store removed the empty folders on closing: create them again.
      }
    }
  }

  /** Nobody removes what is above the reserved folder: trying again would change nothing. */
  private void makeReserved() throws IOException {
    try {
      Files.createDirectories(reserved);
    } catch (NoSuchFileException e) {
      throw new FileSystemException(String.valueOf(reserved.getParent()), null, NO_FOLDERS);
    }
  }

  private void removeDead() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        if (!String.valueOf(folder.getFileName()).startsWith(PROCESS) && isDead(folder)) {
          deleteTree(folder);
        }
      }
    }
  }

  private static boolean isDead(Path folder) throws IOException {
    // Created here when its owner died before it did; an owner that is just starting sees the lock
    // taken or gone and starts over.
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException | OverlappingFileLockException e) {
      return false;
    }
  }

  /** Removes this store's folder, and the reserved folder with all that is empty in it. */
  synchronized void close() throws IOException {
    if (alive != null) {
      alive.close();
      alive = null;
      deleteTree(own);
      for (String name : new String[] {"tmp", "odd", "meta", "uploads"}) {
        deleteIfEmpty(reserved.resolve(name));
      }
      deleteIfEmpty(reserved);
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (java.nio.file.DirectoryNotEmptyException e) {
      // Someone else's, or kept on purpose.
    }
  }

  /** Deletes a folder of the reserved area with what is in it; what is gone already is fine. */
  static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // Another store was quicker.
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e.getCause();
      }
    }
  }
}
