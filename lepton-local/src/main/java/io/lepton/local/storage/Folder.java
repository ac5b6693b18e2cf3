package io.lepton.local.storage;

import io.lepton.spi.storage.ObjectKeys;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The names in one folder, sorted as the keys below it are, taken one after the other. */
final class Folder {

  /**
   * A name in a folder.
   *
   * @param sortName the name as text; a folder's ends in a slash, as all keys below it go on
   * @param path the name as the file system has it
   * @param state what was there when the folder was read; null when it must be looked at again
   * @param problem why it is no object and no folder; null when it is one
   */
  record Name(String sortName, Path path, @Nullable FileState state, @Nullable String problem) {
    boolean isFolder() {
      return problem == null && sortName.endsWith("/");
    }
  }

  private static final Comparator<Name> ORDER =
      Comparator.comparing(Name::sortName, ObjectKeys.ORDER);

  /** In a larger folder the states are not kept but looked up again, to bound memory. */
  private static final int MAX_STATES = 20_000;

  /** A folder that changed so shortly before it was read may change again in the same tick. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Path path;
  private final String keyPrefix;
  private final FileState whenRead;
  private final boolean settled;
  private final List<Name> names;
  private int next;
  private boolean statesForgotten;

  private Folder(
      Path path, String keyPrefix, FileState whenRead, boolean settled, List<Name> names) {
    this.path = path;
    this.keyPrefix = keyPrefix;
    this.whenRead = whenRead;
    this.settled = settled;
    this.names = names;
  }

  /** Reads a folder; null when it is none (any more). */
  static @Nullable Folder read(Path path, String keyPrefix) throws IOException {
    FileState state = FileState.of(keyPrefix.isEmpty() ? path.resolve(".") : path);
    if (state == null || !state.isDirectory()) {
      return null;
    }
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    List<Name> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        Name name = look(entry, names.size() < MAX_STATES);
        if (name != null) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(ORDER);
    return new Folder(path, keyPrefix, state, now - state.changedNanos() > TICK_NANOS, names);
  }

  private static @Nullable Name look(Path entry, boolean keepState) throws IOException {
    FileState state = FileState.of(entry);
    if (state == null) {
      return null;
    }
    Path name = Objects.requireNonNull(entry.getFileName(), "an entry of a folder has a name");
    Optional<String> text = KeyPaths.name(entry);
    if (text.isEmpty()) {
      return new Name(name.toString(), name, null, "its name is not UTF-8");
    }
    boolean reserved = text.get().equals(KeyPaths.RESERVED);
    return switch (state.kind()) {
      case DIRECTORY -> new Name(text.get() + "/", name, null, null);
      case LINK -> new Name(text.get(), name, null, "it is a symbolic link");
      case SPECIAL -> new Name(text.get(), name, null, "it is a device, pipe or socket");
      case REGULAR ->
          reserved
              ? new Name(text.get(), name, null, "its name is reserved for a folder of Lepton's")
              : new Name(text.get(), name, keepState ? state : null, null);
    };
  }

  Path path() {
    return path;
  }

  String keyPrefix() {
    return keyPrefix;
  }

  /** The next name; null when all were taken. */
  @Nullable Name poll() {
    if (next == names.size()) {
      return null;
    }
    Name name = names.get(next++);
    return statesForgotten ? new Name(name.sortName(), name.path(), null, name.problem()) : name;
  }

  /** From now on states are looked up again: time has passed. */
  void forgetStates() {
    statesForgotten = true;
  }

  boolean stillCurrent() throws IOException {
    return settled
        && sameNames(whenRead, FileState.of(keyPrefix.isEmpty() ? path.resolve(".") : path));
  }

  /** Whether a folder has the names that it had: adding or removing one changes its times. */
  static boolean sameNames(FileState before, @Nullable FileState now) {
    return now != null
        && now.identity() == before.identity()
        && now.modifiedNanos() == before.modifiedNanos()
        && now.changedNanos() == before.changedNanos();
  }
}
