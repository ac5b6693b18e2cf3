package io.lepton.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** The secret that the gateway's control API demands, in a file that only its owner can read. */
final class GatewayToken {
  private static final int BYTES = 32;

  private GatewayToken() {}

  /**
   * The token in {@code folder/name}, made at random the first time; durable before it is told to
   * anyone, because a gateway whose token is lost cannot be steered.
   */
  static String of(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        create(folder, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read or written", e);
    }
  }

  /** Forgets the token of a gateway that is gone. */
  static void forget(Path folder, String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(folder.resolve(name) + " cannot be deleted", e);
    }
  }

  private static void create(Path folder, Path file) throws IOException {
    Files.createDirectories(folder, owner(folder, "rwx------"));
    Path temporary = Files.createTempFile(folder, "token", ".tmp", owner(folder, "rw-------"));
    try {
      byte[] secret = new byte[BYTES];
      new SecureRandom().nextBytes(secret);
      Files.writeString(temporary, HexFormat.of().formatHex(secret), StandardCharsets.US_ASCII);
      try (var channel =
          java.nio.channels.FileChannel.open(temporary, java.nio.file.StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      // A link, unlike a rename, never replaces the token of a run that was quicker.
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (UnsupportedOperationException e) {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static FileAttribute<?>[] owner(Path near, String permissions) {
    if (!near.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }
}
