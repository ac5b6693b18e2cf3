package io.lepton.local.storage;

import io.lepton.local.storage.Layout.Expect;
import io.lepton.local.storage.Layout.Spot;
import io.lepton.spi.CloudException;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Makes finished temporary files visible, and takes objects away, one key at a time. */
final class Commits {
  /** File names are shared by all stores of the process, so are the locks that guard them. */
  private static final Object[] STRIPES = new Object[256];

  /** Each attempt but the first means that another process was quicker. */
  private static final int MOST_ATTEMPTS = 1000;

  private static final Object BETWEEN_PROCESSES = new Object();

  static {
    Arrays.setAll(STRIPES, i -> new Object());
  }

  private final Path reserved;
  private final Layout layout;
  private final Parents parents;
  private final Scratch scratch;
  private final MetadataFiles metadataFiles;
  private final Durability durability;
  private final FileErrors errors;

  Commits(
      Path reserved,
      Layout layout,
      Parents parents,
      Scratch scratch,
      MetadataFiles metadataFiles,
      Durability durability,
      FileErrors errors) {
    this.reserved = reserved;
    this.layout = layout;
    this.parents = parents;
    this.scratch = scratch;
    this.metadataFiles = metadataFiles;
    this.durability = durability;
    this.errors = errors;
  }

  /** A finished file and what it is to become. */
  record Finished(
      String operation,
      String key,
      Path temporary,
      Checksum checksum,
      ObjectMetadata metadata,
      Precondition precondition) {}

  /** Fails early, before any byte is moved, when a precondition cannot hold. */
  void checkEarly(String operation, String key, Precondition precondition) throws IOException {
    if (!(precondition instanceof Precondition.None)) {
      check(operation, key, precondition, layout.find(key, Expect.PRESENT));
    }
  }

  /** Renames the file into place if the precondition holds. The temporary name is gone after it. */
  ObjectInfo commit(Finished finished) throws IOException {
    metadataFiles.attach(finished.temporary(), finished.key(), finished.metadata());
    FileState written = FileState.of(finished.temporary());
    if (written == null) {
      throw new NoSuchFileException(finished.temporary().toString());
    }
    Spot spot;
    FileState visible;
    synchronized (stripe(finished.key())) {
      spot =
          finished.precondition() instanceof Precondition.Unchanged
              ? placeUnderLock(finished)
              : place(finished);
      visible = FileState.of(spot.path());
    }
    durability.changed(spot.path(), spot.folder());
    if (visible == null || visible.identity() != written.identity()) {
      // Replaced by another process already: this was its version for an instant.
      visible = written;
    }
    return new ObjectInfo(
        finished.key(),
        visible.sizeBytes(),
        visible.version(),
        visible.lastModified(),
        Checksums.of(finished.checksum()),
        Optional.of(finished.metadata()));
  }

  private Spot placeUnderLock(Finished finished) throws IOException {
    synchronized (BETWEEN_PROCESSES) {
      Files.createDirectories(reserved);
      try (FileChannel channel =
              FileChannel.open(
                  reserved.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("the lock of conditional writers was lost");
        }
        return place(finished);
      }
    }
  }

  private Spot place(Finished finished) throws IOException {
    Expect expect = Expect.ABSENT;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Spot spot = layout.find(finished.key(), expect);
      check(finished.operation(), finished.key(), finished.precondition(), spot);
      if (layout.prepare(spot, finished.key(), scratch) && move(finished, spot)) {
        if (spot.state() != null) {
          metadataFiles.forget(finished.key(), spot.state());
        }
        return spot;
      }
      expect = Expect.PRESENT;
    }
    throw new IOException("other processes change its folders without end; try again");
  }

  /** Gives the file its name; false when the spot is no longer as it was found. */
  private static boolean move(Finished finished, Spot spot) throws IOException {
    try {
      if (spot.state() == null) {
        // Unlike a rename, a link never replaces what came in between.
        Files.createLink(spot.path(), finished.temporary());
        Files.delete(finished.temporary());
      } else {
        Files.move(finished.temporary(), spot.path(), StandardCopyOption.ATOMIC_MOVE);
      }
      return true;
    } catch (NoSuchFileException e) {
      if (Files.exists(finished.temporary())) {
        // The folder became empty and was removed in between.
        return false;
      }
      throw e;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void check(String operation, String key, Precondition precondition, Spot spot)
      throws CloudException {
    FileState state = spot.state();
    if (precondition instanceof Precondition.Absent && state != null) {
      throw errors.exists(operation, key);
    }
    if (precondition instanceof Precondition.Unchanged unchanged
        && (state == null || !state.version().equals(unchanged.version()))) {
      throw errors.changed(operation, key);
    }
  }

  /** Removes an object wherever it lies, and the folders that are empty without it. */
  void delete(String key) throws IOException {
    synchronized (stripe(key)) {
      for (Spot spot = layout.find(key, Expect.PRESENT);
          spot.state() != null;
          spot = layout.find(key, Expect.ABSENT)) {
        Files.deleteIfExists(spot.path());
        metadataFiles.forget(key, spot.state());
        durability.changed(spot.path(), spot.folder());
        if (!spot.odd()) {
          parents.prune(spot.folder());
        }
      }
    }
  }

  private static Object stripe(String key) {
    return STRIPES[(key.hashCode() * 0x9E3779B9) >>> 24];
  }
}
