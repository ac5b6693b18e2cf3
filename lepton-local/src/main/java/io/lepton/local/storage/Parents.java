package io.lepton.local.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

  private record Trusted(Object identity, long sinceNanos) {}

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
    // To ask whether something is there costs no exception where nothing is.
    BasicFileAttributes state =
        trusted.containsKey(folder) || Files.exists(folder) ? attributes(folder) : null;
    if (state == null) {
      return look(above(folder)) == Found.BLOCKED ? Found.BLOCKED : Found.MISSING;
    }
    return state.isDirectory() ? lookAbove(folder, identity(state)) : Found.BLOCKED;
  }

  /** Whether a folder that is there is reached through folders only. */
  private Found lookAbove(Path folder, Object identity) throws IOException {
    long now = System.nanoTime();
    Trusted known = trusted.get(folder);
    if (known != null && known.identity.equals(identity) && now - known.sinceNanos < TRUST_NANOS) {
      return Found.REAL;
    }
    if (look(above(folder)) != Found.REAL) {
      return Found.BLOCKED;
    }
    if (trusted.size() >= MAX_TRUSTED) {
      trusted.clear();
    }
    trusted.put(folder, new Trusted(identity, now));
    return Found.REAL;
  }

  private static @Nullable BasicFileAttributes attributes(Path folder) throws IOException {
    try {
      return Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static Object identity(BasicFileAttributes state) {
    Object key = state.fileKey();
    return key == null ? state.creationTime() : key;
  }

  /** Creates a folder with all above it; false when something that is no folder is in the way. */
  boolean create(Path folder) throws IOException {
    Found found = look(folder);
    while (found == Found.MISSING) {
      if (folder.equals(root)) {
        Files.createDirectories(root);
        durability.created(root);
      } else if (!create(above(folder)) || !createOne(folder)) {
        return false;
      }
      found = look(folder);
    }
    return found == Found.REAL;
  }

  private boolean createOne(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      durability.created(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      // Created by another writer, or a link that leads nowhere.
      BasicFileAttributes state = attributes(folder);
      return state == null || state.isDirectory();
    } catch (NoSuchFileException e) {
      // Another writer removed the one above when it became empty.
      trusted.remove(above(folder));
      return true;
    }
  }

  /** Removes {@code folder} and those above it, below the root, as long as they are empty. */
  void prune(Path folder) throws IOException {
    for (Path at = folder; !at.equals(root) && at.startsWith(root); at = above(at)) {
      trusted.remove(at);
      try {
        Files.delete(at);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        return;
      }
    }
  }

  private static Path above(Path folder) {
    return Objects.requireNonNull(folder.getParent(), "a folder below the root has one above it");
  }
}
