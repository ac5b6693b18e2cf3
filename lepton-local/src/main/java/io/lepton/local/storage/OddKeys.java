package io.lepton.local.storage;

import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.ObjectKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where objects lie whose key no plain file can have: {@code .lepton/odd/HASH}, with the key itself
 * in {@code HASH.key}, where HASH is the SHA-256 of the key. The key file comes first and stays, so
 * that content never lacks its key.
 */
final class OddKeys {
  private static final String KEY_SUFFIX = ".key";

  private final Path folder;
  private final Map<String, String> keysByHash = new ConcurrentHashMap<>();

  OddKeys(Path reserved) {
    this.folder = reserved.resolve("odd");
  }

  static String hash(String key) {
    return ContentDigest.of(
            ChecksumAlgorithm.SHA256, ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)))
        .hex();
  }

  Path folder() {
    return folder;
  }

  boolean exist() {
    return Files.exists(folder);
  }

  Path path(String key) {
    return folder.resolve(hash(key));
  }

  /** Makes room for the content of {@code key}. */
  void prepare(String key, Scratch scratch) throws IOException {
    Path name = folder.resolve(hash(key) + KEY_SUFFIX);
    if (Files.exists(name)) {
      return;
    }
    Files.createDirectories(folder);
    Path temporary = scratch.next();
    Files.writeString(temporary, key, StandardCharsets.UTF_8);
    Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The paths of all odd objects, by key. */
  NavigableMap<String, Path> all() throws IOException {
    NavigableMap<String, Path> found = new TreeMap<>(ObjectKeys.ORDER);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(KEY_SUFFIX)) {
          found.put(key(name), file);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return found;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private String key(String hash) throws IOException {
    String known = keysByHash.get(hash);
    if (known == null) {
      known = Files.readString(folder.resolve(hash + KEY_SUFFIX), StandardCharsets.UTF_8);
      keysByHash.put(hash, known);
    }
    return known;
  }
}
