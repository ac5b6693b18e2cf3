package io.lepton.transfer.journal;

import io.lepton.config.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a journal, locked while it is open. */
final class JournalFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

  /** Where less of the file is in use, in percent, some of it is written anew. */
  private static final int SPARSE_PERCENT = 50;

  private static final int MOST_ATTEMPTS = 10;
  private static final int COMPACTED_BYTES = 4 << 20;
  private static final int MOST_COMPACTIONS = 8;

  private final Path file;
  private final MVStore store;
  private final Runnable release;
  private final boolean madeFolder;

  private JournalFile(Path file, MVStore store, Runnable release, boolean madeFolder) {
    this.file = file;
    this.store = store;
    this.release = release;
    this.madeFolder = madeFolder;
  }

  static JournalFile open(Path file, Map<String, String> traits) {
    return open(file, traits, JournalFile::locked);
  }

  /**
   * Opens.
   *
   * @param library opens and locks a file, in this order, before it reads any of it
   */
  static JournalFile open(Path file, Map<String, String> traits, Function<Path, MVStore> library) {
    Path folder =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "folder of the journal");
    for (int attempt = 1; ; attempt++) {
      try {
        return open(file, folder, traits, library);
      } catch (RuntimeException e) {
        // Another run that ended may have deleted the folder in between.
        if (attempt == MOST_ATTEMPTS
            || (Files.exists(folder) && !isOfFolder(JournalErrors.deepest(e)))) {
          throw e;
        }
      }
    }
  }

  private static boolean isOfFolder(Throwable cause) {
    return cause instanceof NoSuchFileException || cause instanceof FileAlreadyExistsException;
  }

  private static JournalFile open(
      Path file, Path folder, Map<String, String> traits, Function<Path, MVStore> library) {
    // Nobody but the caller makes links.
    boolean callers = Files.isSymbolicLink(folder) || (Files.exists(folder) && !Files.exists(file));
    JournalLock lock;
    try {
      Files.createDirectories(folder);
      lock =
          JournalLock.take(file).orElseThrow(() -> new InputException(JournalErrors.inUse(file)));
    } catch (IOException e) {
      throw new InputException(
          "state folder " + folder + " cannot be made (" + e + "); name another with --state", e);
    }
    try {
      MVStore store = openStore(path -> lockedAt(path, library), file, file, traits);
      return new JournalFile(file, store, lock::release, !callers);
    } catch (RuntimeException e) {
      lock.release();
      throw e;
    }
  }

  /** Opens a copy of {@code file} that nobody else knows. */
  static JournalFile ofCopy(Path copy, Path file, Map<String, String> traits) {
    return new JournalFile(
        file, openStore(JournalFile::locked, copy, file, traits), () -> {}, false);
  }

  static JournalFile inMemory(String name) {
    return new JournalFile(Path.of(name), MVStore.open(null), () -> {}, false);
  }

  private static MVStore locked(Path place) {
    return new MVStore.Builder()
        .fileName(place.toString())
        .autoCommitDisabled()
        .cacheSize(4)
        .open();
  }

  /**
   * Opens and locks the file that lies at {@code file}: not one that a run deleted, which had it
   * until it was locked here, while the next run makes another.
   */
  private static MVStore lockedAt(Path file, Function<Path, MVStore> library) {
    MVStore store = null;
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      Object key = key(file);
      store = library.apply(file);
      if (Objects.equals(key, key(file))) {
        return store;
      }
      throw new NoSuchFileException(file.toString(), null, "deleted while it was opened");
    } catch (IOException e) {
      close(store);
      throw new InputException(
          file + " cannot be kept (" + e + "); run again, or name another folder with --state", e);
    }
  }

  /** What tells a file from all others that are there; null where the system has no such thing. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static MVStore openStore(
      Function<Path, MVStore> library, Path place, Path file, Map<String, String> traits) {
    MVStore store = null;
    try {
      store = library.apply(place);
      store.setRetentionTime(0);
      JournalOwner.check(store, file, traits);
      return store;
    } catch (MVStoreException e) {
      close(store);
      throw JournalErrors.explain(e, file);
    } catch (InputException e) {
      close(store);
      throw e;
    }
  }

  private static void close(@Nullable MVStore store) {
    if (store != null) {
      store.closeImmediately();
    }
  }

  /** One of its maps; closes the file when that cannot be read. */
  <K, V> MVMap<K, V> map(String name) {
    try {
      return store.openMap(name);
    } catch (MVStoreException e) {
      close();
      throw JournalErrors.explain(e, file);
    }
  }

  /** Moves what was put to the file, from where a crash of the machine may lose it. */
  void commit() {
    store.commit();
  }

  /** Makes what was put durable. */
  void save() {
    store.commit();
    store.sync();
  }

  /** Makes a change, and makes it durable. */
  void save(Runnable change) {
    guarded(
        () -> {
          change.run();
          save();
          return true;
        });
  }

  /** Empties a map, unless it is empty. */
  static void clear(MVMap<?, ?> map) {
    if (!map.isEmpty()) {
      map.clear();
    }
  }

  /**
   * Gives back some of the room of entries that are gone, where they are the larger part. Where it
   * fails, what was saved stays as it is, and nothing more can be put.
   */
  void compact() {
    try {
      // Not compactFile, which may write a small file over and over for all the time it is given.
      for (int i = 0; i < MOST_COMPACTIONS && store.compact(SPARSE_PERCENT, COMPACTED_BYTES); i++) {
        save();
      }
    } catch (MVStoreException e) {
      LOG.warn(
          "{} could not be made smaller ({}); nothing is lost: give its disk room, or delete it, so"
              + " that what is at the target is compared anew",
          file,
          JournalErrors.deepest(e).getMessage());
    } catch (RuntimeException e) {
      if (!(e.getCause() instanceof InterruptedException)) {
        throw e;
      }
      Thread.currentThread().interrupt(); // the library took it for its own
    }
  }

  /** Runs {@code access}, explaining what goes wrong with the file. */
  <T extends @Nullable Object> T guarded(Supplier<T> access) {
    try {
      return access.get();
    } catch (MVStoreException e) {
      throw JournalErrors.explain(e, file);
    }
  }

  /** Deletes the file and closes: everything is finished and durable. */
  void discard() {
    try {
      // While it is still locked, so that no run of another process can have opened it in between.
      boolean deleted = isDeleted();
      store.closeImmediately();
      if (!deleted) {
        Files.deleteIfExists(file); // some systems delete no file that is open
      }
      deleteFolder();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted; delete it by hand", e);
    } finally {
      close();
    }
  }

  private boolean isDeleted() {
    try {
      Files.deleteIfExists(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The folder goes too, unless it was the caller's before or holds anything else. */
  private void deleteFolder() {
    Path folder = file.toAbsolutePath().getParent();
    if (madeFolder && folder != null) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        LOG.debug("{} stays, perhaps because it holds more than the journal", folder, e);
      }
    }
  }

  /** Closes the file and lets another run have it; what was added stays. */
  @Override
  public void close() {
    store.closeImmediately();
    release.run();
  }
}
