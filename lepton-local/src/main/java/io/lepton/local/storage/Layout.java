package io.lepton.local.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says where below the root the object of a key lies, or would lie. */
final class Layout {

  /**
   * A place for an object.
   *
   * @param path its file
   * @param folder the folder of that file
   * @param state what lies there; null when there is no object
   * @param odd whether it is in the odd-key area
   * @param folderExists whether the folder was there
   */
  record Spot(
      Path path, Path folder, @Nullable FileState state, boolean odd, boolean folderExists) {}

  /** What the caller thinks he will find. */
  enum Expect {
    /** Probably something. */
    PRESENT,
    /** Probably nothing; then a link that leads nowhere looks like nothing too. */
    ABSENT
  }

  private final KeyPaths paths;
  private final Parents parents;
  private final OddKeys odd;

  Layout(KeyPaths paths, Parents parents, OddKeys odd) {
    this.paths = paths;
    this.parents = parents;
    this.odd = odd;
  }

  /**
   * Finds the spot of a key. A plain file wins; a new object becomes a plain file unless its key
   * cannot be one or something that is no regular file is in the way.
   */
  Spot find(String key, Expect expect) throws IOException {
    Path path = null;
    boolean folderExists = false;
    if (paths.isPlain(key)) {
      path = paths.resolve(key);
      Path folder = folder(path);
      Parents.Found found = parents.look(folder);
      folderExists = found == Parents.Found.REAL;
      FileState state = folderExists ? look(path, expect) : null;
      if (state != null && state.isRegular()) {
        return new Spot(path, folder, state, false, true);
      }
      if (state != null || found == Parents.Found.BLOCKED) {
        path = null;
      }
    }
    if (odd.exist()) {
      Path oddPath = odd.path(key);
      FileState state = look(oddPath, expect);
      if (state != null || path == null) {
        return new Spot(oddPath, odd.folder(), state, true, true);
      }
    }
    return path == null
        ? new Spot(odd.path(key), odd.folder(), null, true, false)
        : new Spot(path, folder(path), null, false, folderExists);
  }

  /** Makes the folder of a spot; false when something got in the way and the spot must move. */
  boolean prepare(Spot spot, String key, Scratch scratch) throws IOException {
    if (spot.odd()) {
      odd.prepare(key, scratch);
      return true;
    }
    return spot.folderExists() || parents.create(spot.folder());
  }

  private static @Nullable FileState look(Path path, Expect expect) throws IOException {
    return switch (expect) {
      case PRESENT -> FileState.of(path);
      case ABSENT -> FileState.ofMissing(path);
    };
  }

  private static Path folder(Path path) {
    return Objects.requireNonNull(path.getParent(), "a file below the root has a folder");
  }
}
