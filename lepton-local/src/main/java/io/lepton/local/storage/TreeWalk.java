package io.lepton.local.storage;

import io.lepton.spi.storage.ListPage.Skipped;
import io.lepton.spi.storage.ObjectKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks the objects of a tree in key order, depth first, holding one folder's names a level. Odd
 * keys are merged in. What is no object is collected as skipped on the way.
 */
final class TreeWalk {

  /** An object: its key, its file, and the state of that when the walk came by. */
  record Entry(String key, Path path, FileState state) {}

  private final OddKeys odd;
  private final String prefix;
  private final String after;
  private final Deque<Folder> levels = new ArrayDeque<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final NavigableMap<String, Path> oddLeft;
  private final @Nullable FileState oddFolder;
  private @Nullable Entry nextPlain;

  TreeWalk(Path root, OddKeys odd, String prefix, String after) throws IOException {
    this.odd = odd;
    this.prefix = prefix;
    this.after = after;
    this.oddFolder = FileState.of(odd.folder());
    this.oddLeft = odd.all();
    this.oddLeft.headMap(prefix, false).clear();
    this.oddLeft.headMap(after, true).clear();
    Folder start = Folder.read(root, "");
    if (start != null) {
      levels.push(start);
    }
  }

  /** The next object; null at the end. */
  @Nullable Entry next() throws IOException {
    if (nextPlain == null) {
      nextPlain = advance();
    }
    while (!oddLeft.isEmpty() && oddLeft.firstKey().startsWith(prefix)) {
      Map.Entry<String, Path> first = oddLeft.firstEntry();
      int order =
          nextPlain == null ? -1 : ObjectKeys.ORDER.compare(first.getKey(), nextPlain.key());
      if (order > 0) {
        break;
      }
      oddLeft.pollFirstEntry();
      FileState state = order == 0 ? null : FileState.of(first.getValue());
      if (state != null) {
        return new Entry(first.getKey(), first.getValue(), state);
      }
    }
    Entry entry = nextPlain;
    nextPlain = null;
    return entry;
  }

  /** What was passed over since the last call. */
  List<Skipped> takeSkipped() {
    List<Skipped> taken = List.copyOf(skipped);
    skipped.clear();
    return taken;
  }

  /** Whether the walk can go on after a pause: nothing was added to or removed from its folders. */
  boolean resume() throws IOException {
    FileState oddNow = FileState.of(odd.folder());
    if (oddFolder == null ? oddNow != null : !Folder.sameNames(oddFolder, oddNow)) {
      return false;
    }
    for (Folder level : levels) {
      if (!level.stillCurrent()) {
        return false;
      }
    }
    for (Folder level : levels) {
      level.forgetStates();
    }
    // Looked at before the pause, and handed out after it.
    return nextPlain == null;
  }

  private @Nullable Entry advance() throws IOException {
    while (!levels.isEmpty()) {
      Folder level = levels.element();
      Folder.Name name = level.poll();
      if (name == null) {
        levels.pop();
        continue;
      }
      String key = level.keyPrefix() + name.sortName();
      if (isWanted(key, name.isFolder())) {
        Entry entry = visit(level, name, key);
        if (entry != null) {
          return entry;
        }
      }
    }
    return null;
  }

  private boolean isWanted(String key, boolean folder) {
    if (folder) {
      return (ObjectKeys.ORDER.compare(key, after) > 0 || after.startsWith(key))
          && (key.startsWith(prefix) || prefix.startsWith(key));
    }
    return ObjectKeys.ORDER.compare(key, after) > 0 && key.startsWith(prefix);
  }

  private @Nullable Entry visit(Folder level, Folder.Name name, String key) throws IOException {
    if (name.problem() != null) {
      skipped.add(new Skipped(key, name.problem()));
      return null;
    }
    Path path = level.path().resolve(name.path());
    if (name.isFolder()) {
      enter(level, path, key);
      return null;
    }
    FileState state = name.state() == null ? FileState.of(path) : name.state();
    if (state == null || !state.isRegular()) {
      return null;
    }
    if (ObjectKeys.problem(key).isPresent()) {
      skipped.add(
          new Skipped(
              key, "its path is longer than the 1,024 bytes that a key may have; shorten it"));
      return null;
    }
    return new Entry(key, path, state);
  }

  private void enter(Folder level, Path path, String key) throws IOException {
    if (key.equals(level.keyPrefix() + KeyPaths.RESERVED + "/")) {
      if (!level.keyPrefix().isEmpty() && Files.isDirectory(path.resolve("odd"))) {
        skipped.add(
            new Skipped(key, "objects of a store opened on this folder; open that to move them"));
      }
      return;
    }
    Folder folder = Folder.read(path, key);
    if (folder != null) {
      levels.push(folder);
    }
  }
}
