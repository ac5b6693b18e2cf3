package io.lepton.local.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Knows which folders below a root are real folders, reached without a symbolic link. A folder that
 * was found real is trusted for a second as long as it keeps its inode, so that a file usually
 * costs one look at its folder and not one at each folder above.
 */
final class Parents {

  enum Found {
    /** A folder, and so is everything above it up to the root. */
    REAL,
    /** Nothing there; it can be created. */
    MISSING,
    /** It, or something above it, is no folder. */
    BLOCKED
  }

  private record Trusted(long identity, long sinceNanos) {}

  private static final long TRUST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_TRUSTED = 10_000;

  private final Path root;
  private final Durability durability;
  private final Map<Path, Trusted> trusted = new ConcurrentHashMap<>();

  Parents(Path root, Durability durability) {
    this.root = root;
    this.durability = durability;
  }

  /** Looks at a folder, the root itself or one below it. */
  Found look(Path folder) throws IOException {
    if (folder.equals(root)) {
      // The root is the user's choice and may be a link.
      return Files.isDirectory(root)
          ? Found.REAL
          : Files.exists(root) ? Found.BLOCKED : Found.MISSING;
    }
    FileState state = FileState.of(folder);
    if (state != null && !state.isDirectory()) {
      return Found.BLOCKED;
    }
    long now = System.nanoTime();
    Trusted known = state == null ? null : trusted.get(folder);
    if (known != null
        && state != null
        && known.identity == state.identity()
        && now - known.sinceNanos < TRUST_NANOS) {
      return Found.REAL;
    }
    Found above = look(above(folder));
    if (above != Found.REAL) {
      return state == null ? above : Found.BLOCKED;
    }
    if (state == null) {
      return Found.MISSING;
    }
    if (trusted.size() >= MAX_TRUSTED) {
      trusted.clear();
    }
    trusted.put(folder, new Trusted(state.identity(), now));
    return Found.REAL;
  }

  /** Creates a folder with all above it; false when something that is no folder is in the way. */
  boolean create(Path folder) throws IOException {
    Found found = look(folder);
    while (found == Found.MISSING) {
      if (folder.equals(root)) {
        Files.createDirectories(root);
        durability.created(root);
      } else if (!create(above(folder))) {
        return false;
      } else {
        createOne(folder);
      }
      found = look(folder);
    }
    return found == Found.REAL;
  }

  private void createOne(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      durability.created(folder);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      // Another writer created it, or removed the one above when it became empty: look again.
      trusted.remove(above(folder));
    }
  }

  /** Removes {@code folder} and those above it, below the root, as long as they are empty. */
  void prune(Path folder) throws IOException {
    for (Path at = folder; !at.equals(root) && at.startsWith(root); at = above(at)) {
      trusted.remove(at);
      try {
        Files.delete(at);
      } catch (java.nio.file.DirectoryNotEmptyException | NoSuchFileException e) {
        return;
      }
    }
  }

  private static Path above(Path folder) {
    return Objects.requireNonNull(folder.getParent(), "a folder below the root has one above it");
  }
}
