package io.lepton.local.storage;

import io.lepton.spi.storage.ObjectMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * Keeps metadata in the extended attribute {@code user.lepton.metadata} of the file, so that it is
 * renamed with the content in one step. Where the file system has no room for it, it lies in {@code
 * .lepton/meta/HASH-INODE}, written before the content becomes visible and bound to that very file
 * by inode, size and modification time.
 */
final class MetadataFiles {
  private static final String ATTRIBUTE = "lepton.metadata";

  private final Path folder;
  private final Scratch scratch;

  MetadataFiles(Path reserved, Scratch scratch) {
    this.folder = reserved.resolve("meta");
    this.scratch = scratch;
  }

  /** Attaches metadata to a file that is not visible yet but will be as {@code key}. */
  void attach(Path temporary, String key, ObjectMetadata metadata) throws IOException {
    if (metadata.isEmpty()) {
      return;
    }
    ByteBuffer encoded = MetadataCodec.encode(metadata);
    if (attachAttribute(temporary, encoded.duplicate())) {
      return;
    }
    FileState state = FileState.of(temporary);
    if (state == null) {
      throw new NoSuchFileException(temporary.toString());
    }
    ByteBuffer bound =
        ByteBuffer.allocate(16 + encoded.remaining())
            .putLong(state.sizeBytes())
            .putLong(state.modifiedNanos())
            .put(encoded);
    Files.createDirectories(folder);
    Path written = scratch.next();
    Files.write(written, bound.array());
    Files.move(written, sidecar(key, state), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean attachAttribute(Path file, ByteBuffer encoded) {
    UserDefinedFileAttributeView view = view(file);
    if (view == null) {
      return false;
    }
    try {
      view.write(ATTRIBUTE, encoded);
      return true;
    } catch (IOException e) {
      // Too large for this file system, or none kept at all; a full disk fails the sidecar too.
      return false;
    }
  }

  /** The metadata of a visible object. */
  ObjectMetadata read(Path file, String key, FileState state) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    if (view != null) {
      ByteBuffer encoded = attribute(view);
      if (encoded != null) {
        return MetadataCodec.decode(encoded);
      }
    }
    if (!Files.exists(folder)) {
      return ObjectMetadata.none();
    }
    try {
      ByteBuffer bound = ByteBuffer.wrap(Files.readAllBytes(sidecar(key, state)));
      boolean same =
          bound.remaining() >= 16
              && bound.getLong() == state.sizeBytes()
              && bound.getLong() == state.modifiedNanos();
      return same ? MetadataCodec.decode(bound) : ObjectMetadata.none();
    } catch (NoSuchFileException e) {
      return ObjectMetadata.none();
    }
  }

  private static @Nullable ByteBuffer attribute(UserDefinedFileAttributeView view)
      throws IOException {
    try {
      if (!view.list().contains(ATTRIBUTE)) {
        return null;
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      // The file system keeps no attributes.
      return null;
    }
    ByteBuffer encoded = ByteBuffer.allocate(view.size(ATTRIBUTE));
    view.read(ATTRIBUTE, encoded);
    return encoded.flip();
  }

  /** Forgets the sidecar of a file that is no longer visible as {@code key}. */
  void forget(String key, FileState state) throws IOException {
    if (Files.exists(folder)) {
      Files.deleteIfExists(sidecar(key, state));
    }
  }

  private Path sidecar(String key, FileState state) {
    return folder.resolve(OddKeys.hash(key) + "-" + Long.toHexString(state.identity()));
  }

  private static @Nullable UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
