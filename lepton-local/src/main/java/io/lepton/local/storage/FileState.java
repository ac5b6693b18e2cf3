package io.lepton.local.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What lies at a path at one moment, symbolic links not followed.
 *
 * @param kind what it is
 * @param identity inode number, or a hash of the file key where there is none
 * @param sizeBytes its length
 * @param modifiedNanos modification time since the epoch
 * @param changedNanos change time of the inode, which no program can set back
 */
record FileState(Kind kind, long identity, long sizeBytes, long modifiedNanos, long changedNanos) {

  enum Kind {
    REGULAR,
    DIRECTORY,
    LINK,
    SPECIAL
  }

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /** stat(2), field st_mode: the bits of the file type. */
  private static final int TYPE_MASK = 0170000;

  private static final int TYPE_REGULAR = 0100000;
  private static final int TYPE_DIRECTORY = 0040000;
  private static final int TYPE_LINK = 0120000;

  /** Looks at {@code path}; null when nothing is there. */
  static @Nullable FileState of(Path path) throws IOException {
    return look(path);
  }

  /**
   * The same where probably nothing is: asks first, because an exception costs more. A link that
   * leads nowhere looks like nothing.
   */
  static @Nullable FileState ofMissing(Path path) throws IOException {
    return Files.exists(path) ? look(path) : null;
  }

  private static @Nullable FileState look(Path path) throws IOException {
    try {
      return UNIX ? unix(path) : basic(path);
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException e) {
      if ("Not a directory".equals(e.getReason())) {
        return null;
      }
      throw e;
    }
  }

  private static FileState unix(Path path) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(
            path, "unix:mode,ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    Kind kind =
        switch (number(found, "mode").intValue() & TYPE_MASK) {
          case TYPE_REGULAR -> Kind.REGULAR;
          case TYPE_DIRECTORY -> Kind.DIRECTORY;
          case TYPE_LINK -> Kind.LINK;
          default -> Kind.SPECIAL;
        };
    return new FileState(
        kind,
        number(found, "ino").longValue(),
        number(found, "size").longValue(),
        nanos(found, "lastModifiedTime"),
        nanos(found, "ctime"));
  }

  private static Number number(Map<String, Object> found, String name) {
    return (Number) Objects.requireNonNull(found.get(name), name);
  }

  private static long nanos(Map<String, Object> found, String name) {
    return ((FileTime) Objects.requireNonNull(found.get(name), name)).to(TimeUnit.NANOSECONDS);
  }

  private static FileState basic(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Kind kind =
        found.isRegularFile()
            ? Kind.REGULAR
            : found.isDirectory()
                ? Kind.DIRECTORY
                : found.isSymbolicLink() ? Kind.LINK : Kind.SPECIAL;
    return new FileState(
        kind,
        Objects.hashCode(found.fileKey()),
        found.size(),
        found.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        found.creationTime().to(TimeUnit.NANOSECONDS));
  }

  boolean isRegular() {
    return kind == Kind.REGULAR;
  }

  boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }

  /** The object version that this state stands for. */
  String version() {
    return Long.toHexString(identity)
        + '-'
        + Long.toHexString(sizeBytes)
        + '-'
        + Long.toHexString(modifiedNanos)
        + '-'
        + Long.toHexString(changedNanos);
  }

  Instant lastModified() {
    return Instant.ofEpochSecond(0, modifiedNanos);
  }
}
