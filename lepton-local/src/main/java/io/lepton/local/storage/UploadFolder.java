package io.lepton.local.storage;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One unfinished upload on disk: {@code .lepton/uploads/ID/} with
 *
 * <ul>
 *   <li>{@code upload}: metadata, then the key;
 *   <li>{@code slots}: a number; every part has a slot of so many bytes in {@code data};
 *   <li>{@code data}: the object as it will be; a slot is written at most once;
 *   <li>{@code claim-N}: the slot of part N was or is being written;
 *   <li>{@code part-N-CRC32C-SIZE-slot}, empty: part N is complete in its slot;
 *   <li>{@code part-N-CRC32C-SIZE-NONCE}: part N, which did not fit its slot or is its second try.
 * </ul>
 */
final class UploadFolder {
  static final String IN_SLOT = "slot";

  /**
   * A part that is complete on disk.
   *
   * @param file its record; holds the content unless that is in the slot
   */
  record StoredPart(UploadedPart part, Path file, FileTime written) {
    boolean inSlot() {
      return file.toString().endsWith("-" + IN_SLOT);
    }
  }

  private final Path folder;

  UploadFolder(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Writes what the upload is for; the folder is not visible as an upload before. */
  void describe(String key, ObjectMetadata metadata) throws IOException {
    ByteBuffer encoded = MetadataCodec.encode(metadata);
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(encoded.remaining() + name.length).put(encoded).put(name);
    Files.write(folder.resolve("upload"), all.array());
  }

  /** The key and metadata of the upload; empty when there is no such upload. */
  Optional<Described> described() throws IOException {
    try {
      ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("upload")));
      ObjectMetadata metadata = MetadataCodec.decode(all);
      String key = StandardCharsets.UTF_8.decode(all).toString();
      if (slotBytes().isPresent() && !Files.exists(data())) {
        // Its data became the object and the process died before it removed the rest.
        Scratch.deleteTree(folder);
        return Optional.empty();
      }
      return Optional.of(new Described(key, metadata));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  /** What an upload will become. */
  record Described(String key, ObjectMetadata metadata) {}

  /** Decides the size of slots, unless it is decided; whoever is first wins. */
  long slotBytes(long proposal, Scratch scratch) throws IOException {
    OptionalLong decided = slotBytes();
    if (decided.isPresent()) {
      return decided.getAsLong();
    }
    try {
      Files.createFile(data());
    } catch (FileAlreadyExistsException e) {
      // Another part is being written for the first time too.
    }
    Path written = scratch.next();
    try {
      Files.writeString(written, Long.toString(proposal));
      Files.createLink(slots(), written);
      return proposal;
    } catch (FileAlreadyExistsException e) {
      return slotBytes().orElse(proposal);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** The size of slots; empty when no part was written yet. */
  OptionalLong slotBytes() throws IOException {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(slots())));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  private Path slots() {
    return folder.resolve("slots");
  }

  /** Claims the slot of a part; false when it was claimed before. */
  boolean claim(int number) throws IOException {
    try {
      Files.createFile(folder.resolve("claim-" + number));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  Path record(int number, Checksum crc, long sizeBytes, String where) {
    return folder.resolve("part-" + number + "-" + crc.hex() + "-" + sizeBytes + "-" + where);
  }

  /** The parts that are complete, by number; of two tries the later. */
  NavigableMap<Integer, StoredPart> parts() throws IOException {
    NavigableMap<Integer, StoredPart> parts = new TreeMap<>();
    for (String name : names()) {
      StoredPart part = name.startsWith("part-") ? stored(name) : null;
      if (part != null) {
        parts.merge(
            part.part().number(),
            part,
            (one, other) -> one.written().compareTo(other.written()) >= 0 ? one : other);
      }
    }
    return parts;
  }

  /** The description of a part whose record has just been written. */
  static UploadedPart part(Path record) {
    return described(record.getFileName().toString().split("-", -1));
  }

  private static UploadedPart described(String[] fields) {
    return new UploadedPart(
        Integer.parseInt(fields[1]),
        Long.parseLong(fields[3]),
        fields[2] + "-" + fields[3],
        Optional.of(new Checksum(ChecksumAlgorithm.CRC32C, fields[2])));
  }

  private @Nullable StoredPart stored(String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      return new StoredPart(described(name.split("-", -1)), file, Files.getLastModifiedTime(file));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Removes the records of other tries of a part. */
  void supersede(int number, Path kept) throws IOException {
    for (String name : names()) {
      if (name.startsWith("part-" + number + "-") && !kept.endsWith(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
