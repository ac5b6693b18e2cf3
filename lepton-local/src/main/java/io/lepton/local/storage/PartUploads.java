package io.lepton.local.storage;

import io.lepton.local.storage.UploadFolder.StoredPart;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Multipart uploads as folders that any process can go on with. Parts of equal size are written
 * once, at their place in the file that becomes the object, so that completing is a rename; parts
 * of other sizes are put together by the kernel's own copy.
 */
final class PartUploads {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Higher numbers get no slot: their place in a sparse file could be beyond its largest size. */
  private static final int MAX_SLOTS = 100_000;

  private final Path all;
  private final Scratch scratch;
  private final ContentWriter writer;
  private final Commits commits;
  private final Durability durability;
  private final FileErrors errors;

  PartUploads(
      Path reserved,
      Scratch scratch,
      ContentWriter writer,
      Commits commits,
      Durability durability,
      FileErrors errors) {
    this.all = reserved.resolve("uploads");
    this.scratch = scratch;
    this.writer = writer;
    this.commits = commits;
    this.durability = durability;
    this.errors = errors;
  }

  MultipartUpload start(String key, ObjectMetadata metadata) throws IOException {
    String id = UUID.randomUUID().toString();
    UploadFolder building = new UploadFolder(scratch.next());
    Files.createDirectory(building.folder());
    building.describe(key, metadata);
    while (true) {
      try {
        Files.createDirectories(all);
        Files.move(building.folder(), all.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        durability.changed(all.resolve(id).resolve("upload"), all.resolve(id));
        durability.created(all.resolve(id));
        return new MultipartUpload(key, id);
      } catch (NoSuchFileException e) {
        if (!Files.exists(building.folder())) {
          throw e;
        }
        // Another store removed the empty folder of uploads on closing: create it again.
      }
    }
  }

  UploadedPart put(MultipartUpload upload, int number, ObjectContent content) throws IOException {
    UploadFolder folder = find("put part", upload);
    if (number < 1) {
      throw invalid("put part", upload, "part numbers start at 1, not " + number);
    }
    long size = content.sizeBytes();
    long slot = folder.slotBytes(size, scratch);
    boolean first = folder.claim(number);
    boolean inSlot = first && size <= slot && number <= MAX_SLOTS;
    Path written = inSlot ? folder.data() : scratch.next();
    Path record;
    try {
      Checksum crc =
          inSlot
              ? write(upload, content, written, StandardOpenOption.WRITE, (number - 1) * slot)
              : write(upload, content, written, StandardOpenOption.CREATE_NEW, 0);
      record =
          folder.record(
              number,
              crc,
              size,
              inSlot ? UploadFolder.IN_SLOT : UUID.randomUUID().toString().replace("-", ""));
      if (inSlot) {
        Files.createFile(record);
        durability.changed(folder.data(), folder.folder());
      } else {
        Files.move(written, record, StandardCopyOption.ATOMIC_MOVE);
      }
      durability.changed(record, folder.folder());
    } catch (NoSuchFileException e) {
      throw gone("put part", upload);
    } finally {
      if (!inSlot) {
        Files.deleteIfExists(written);
      }
    }
    if (!first) {
      folder.supersede(number, record);
    }
    return UploadFolder.part(record);
  }

  private Checksum write(
      MultipartUpload upload,
      ObjectContent content,
      Path file,
      StandardOpenOption option,
      long position)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, option, StandardOpenOption.WRITE)) {
      return writer.write("put part", upload.key(), content, channel, position, Optional.empty());
    }
  }

  List<UploadedPart> parts(MultipartUpload upload) throws IOException {
    return find("list parts", upload).parts().values().stream().map(StoredPart::part).toList();
  }

  ObjectInfo complete(MultipartUpload upload, List<UploadedPart> wanted, Precondition precondition)
      throws IOException {
    UploadFolder folder = find("complete upload", upload);
    ObjectMetadata metadata =
        folder.described().orElseThrow(() -> gone("complete upload", upload)).metadata();
    commits.checkEarly("complete upload", upload.key(), precondition);
    List<StoredPart> parts = select(upload, folder, wanted);
    long slot = folder.slotBytes().orElse(0);
    Path assembled =
        fitSlots(parts, slot) ? fillSlots(folder, parts, slot) : join(folder, parts, slot);
    Checksum checksum =
        Crc32cCombiner.whole(parts.stream().map(StoredPart::part).toList()).orElseThrow();
    try {
      ObjectInfo info =
          commits.commit(
              new Commits.Finished(
                  "complete upload", upload.key(), assembled, checksum, metadata, precondition));
      Scratch.deleteTree(folder.folder());
      return info;
    } finally {
      if (!assembled.equals(folder.data())) {
        Files.deleteIfExists(assembled);
      }
    }
  }

  private List<StoredPart> select(
      MultipartUpload upload, UploadFolder folder, List<UploadedPart> wanted) throws IOException {
    if (wanted.isEmpty()) {
      throw invalid("complete upload", upload, "an upload needs at least one part");
    }
    Map<Integer, StoredPart> stored = folder.parts();
    List<UploadedPart> ordered = new ArrayList<>(wanted);
    ordered.sort(Comparator.comparingInt(UploadedPart::number));
    List<StoredPart> selected = new ArrayList<>();
    int before = 0;
    for (UploadedPart part : ordered) {
      if (part.number() == before) {
        throw invalid("complete upload", upload, "part " + before + " is named twice");
      }
      before = part.number();
      StoredPart found = stored.get(before);
      if (found == null || !found.part().etag().equals(part.etag())) {
        throw invalid(
            "complete upload", upload, "part " + before + " was never written as " + part.etag());
      }
      selected.add(found);
    }
    return selected;
  }

  private static boolean fitSlots(List<StoredPart> parts, long slot) {
    for (int i = 0; i < parts.size(); i++) {
      UploadedPart part = parts.get(i).part();
      boolean last = i == parts.size() - 1;
      if (part.number() != i + 1
          || part.number() > MAX_SLOTS
          || part.sizeBytes() > slot
          || (!last && part.sizeBytes() < slot)) {
        return false;
      }
    }
    return true;
  }

  private static Path fillSlots(UploadFolder folder, List<StoredPart> parts, long slot)
      throws IOException {
    long total = (parts.size() - 1) * slot + parts.get(parts.size() - 1).part().sizeBytes();
    try (FileChannel data = FileChannel.open(folder.data(), StandardOpenOption.WRITE)) {
      for (StoredPart part : parts) {
        if (!part.inSlot()) {
          try (FileChannel source = FileChannel.open(part.file(), StandardOpenOption.READ)) {
            transfer(source, 0, part.part().sizeBytes(), data, (part.part().number() - 1) * slot);
          }
        }
      }
      if (data.size() > total) {
        data.truncate(total);
      }
      requireSize(data.size(), total, folder);
    }
    return folder.data();
  }

  private Path join(UploadFolder folder, List<StoredPart> parts, long slot) throws IOException {
    Path joined = scratch.next();
    long total = 0;
    try (FileChannel target =
        FileChannel.open(joined, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (StoredPart part : parts) {
        long size = part.part().sizeBytes();
        Path file = part.inSlot() ? folder.data() : part.file();
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
          long from = part.inSlot() ? (part.part().number() - 1) * slot : 0;
          transfer(source, from, size, target, total);
        }
        total += size;
      }
    }
    return joined;
  }

  private static void transfer(
      FileChannel source, long from, long size, FileChannel target, long to) throws IOException {
    target.position(to);
    long done = 0;
    while (done < size) {
      long count = source.transferTo(from + done, size - done, target);
      if (count <= 0) {
        throw new IOException("a stored part is " + (size - done) + " bytes shorter than recorded");
      }
      done += count;
    }
  }

  private static void requireSize(long actual, long expected, UploadFolder folder)
      throws IOException {
    if (actual != expected) {
      throw new IOException(
          folder.data() + " has " + actual + " of " + expected + " bytes; start the upload again");
    }
  }

  void abort(MultipartUpload upload) throws IOException {
    if (!ID.matcher(upload.id()).matches() || lookUp(upload).isEmpty()) {
      return;
    }
    Path trash = scratch.next();
    try {
      Files.move(all.resolve(upload.id()), trash, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
    Scratch.deleteTree(trash);
  }

  List<MultipartUpload> list() throws IOException {
    List<MultipartUpload> uploads = new ArrayList<>();
    if (FileState.of(all) == null) {
      return uploads;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        String id = String.valueOf(folder.getFileName());
        new UploadFolder(folder)
            .described()
            .ifPresent(described -> uploads.add(new MultipartUpload(described.key(), id)));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    uploads.sort(
        Comparator.comparing(MultipartUpload::key, ObjectKeys.ORDER)
            .thenComparing(MultipartUpload::id));
    return uploads;
  }

  private UploadFolder find(String operation, MultipartUpload upload) throws IOException {
    return lookUp(upload).orElseThrow(() -> gone(operation, upload));
  }

  private Optional<UploadFolder> lookUp(MultipartUpload upload) throws IOException {
    if (!ID.matcher(upload.id()).matches()) {
      return Optional.empty();
    }
    UploadFolder folder = new UploadFolder(all.resolve(upload.id()));
    return folder
        .described()
        .filter(described -> described.key().equals(upload.key()))
        .map(described -> folder);
  }

  private CloudException gone(String operation, MultipartUpload upload) {
    return errors
        .of(ErrorKind.NOT_FOUND, operation, upload.key())
        .message(
            "upload "
                + upload.id()
                + " was completed, aborted or never started; look whether the object is there");
  }

  private CloudException invalid(String operation, MultipartUpload upload, String problem) {
    return errors.of(ErrorKind.INVALID_ARGUMENT, operation, upload.key()).message(problem);
  }
}
