package io.lepton.local.storage;

import io.lepton.local.storage.Layout.Expect;
import io.lepton.local.storage.Layout.Spot;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of one directory as objects; the parts do the work, this says in which order. */
final class DirectoryObjectStore implements ObjectStore {
  /** From this size on, a precondition is also judged before the first byte is moved. */
  private static final int WORTH_A_LOOK_BYTES = 1 << 20;

  private final Place place;
  private final FileErrors errors;
  private final Layout layout;
  private final Scratch scratch;
  private final MetadataFiles metadataFiles;
  private final Durability durability;
  private final ContentWriter writer;
  private final Commits commits;
  private final DirectoryListing listing;
  private final PartUploads uploads;

  DirectoryObjectStore(Place place, FileErrors errors) {
    KeyPaths paths = new KeyPaths(place.prefix().isEmpty() ? "/" : place.prefix());
    Path root = paths.root();
    Path reserved = root.resolve(KeyPaths.RESERVED);
    OddKeys odd = new OddKeys(reserved);
    this.place = place;
    this.errors = errors;
    this.scratch = new Scratch(reserved);
    this.durability = new Durability(root);
    Parents parents = new Parents(root, durability);
    this.layout = new Layout(paths, parents, odd);
    this.metadataFiles = new MetadataFiles(reserved, scratch);
    this.writer = new ContentWriter(new Buffers(), errors);
    this.commits =
        new Commits(reserved, layout, parents, scratch, metadataFiles, durability, errors);
    this.listing = new DirectoryListing(root, odd, metadataFiles);
    this.uploads = new PartUploads(reserved, scratch, writer, commits, durability, errors);
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return errors.guard(
        "stat",
        key,
        () -> {
          while (true) {
            Spot spot = layout.find(key, Expect.PRESENT);
            FileState state = spot.state();
            if (state == null) {
              return Optional.empty();
            }
            try {
              return Optional.of(
                  describe(key, state, Optional.of(metadataFiles.read(spot.path(), key, state))));
            } catch (NoSuchFileException e) {
              // Deleted or replaced between the two looks: look again.
            }
          }
        });
  }

  private static ObjectInfo describe(
      String key, FileState state, Optional<ObjectMetadata> metadata) {
    return new ObjectInfo(
        key, state.sizeBytes(), state.version(), state.lastModified(), Checksums.none(), metadata);
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    String key = request.key();
    return errors.guard("read", key, () -> open(request));
  }

  private ObjectReader open(ReadRequest request) throws IOException {
    String key = request.key();
    Spot spot = layout.find(key, Expect.PRESENT);
    FileState state = spot.state();
    if (state == null) {
      throw errors.missing("read", key);
    }
    if (request.version().isPresent() && !request.version().get().equals(state.version())) {
      throw errors.changed("read", key);
    }
    ByteRange range = request.range();
    if (!range.isAll() && range.offset() >= state.sizeBytes()) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "read", key)
          .message(
              "offset "
                  + range.offset()
                  + " is beyond the "
                  + state.sizeBytes()
                  + " bytes of the object");
    }
    FileChannel channel =
        FileChannel.open(spot.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    try {
      if (range.offset() > 0) {
        channel.position(range.offset());
      }
      // Whether this is the file that was looked at shows at the end of the read, before its last
      // bytes are handed over.
      long length = Math.min(range.lengthBytes(), state.sizeBytes() - range.offset());
      return new FileReader(
          describe(key, state, metadata(request, spot.path(), state)),
          spot.path(),
          channel,
          length,
          errors);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whoever names a version has had it described already, with its metadata. */
  private Optional<ObjectMetadata> metadata(ReadRequest request, Path path, FileState state)
      throws IOException {
    return request.version().isPresent()
        ? Optional.empty()
        : Optional.of(metadataFiles.read(path, request.key(), state));
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    return errors.guard("put", request.key(), () -> write("put", request));
  }

  private ObjectInfo write(String operation, PutRequest request) throws IOException {
    String key = request.key();
    if (request.content().sizeBytes() >= WORTH_A_LOOK_BYTES) {
      commits.checkEarly(operation, key, request.precondition());
    }
    Path temporary = scratch.next();
    try {
      Checksum checksum;
      try (FileChannel file =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        checksum = writer.write(operation, key, request.content(), file, 0, request.checksum());
      }
      errors.checkInterrupt(operation, key);
      return commits.commit(
          new Commits.Finished(
              operation, key, temporary, checksum, request.metadata(), request.precondition()));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  @Override
  public ListPage list(ListRequest request) {
    return errors.guardPlace("list", request.prefix(), () -> listing.page(request));
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    List<DeleteFailure> failures = new ArrayList<>();
    for (String key : keys) {
      try {
        errors.guard(
            "delete",
            key,
            () -> {
              commits.delete(key);
              return key;
            });
      } catch (CloudException e) {
        failures.add(new DeleteFailure(key, e));
      }
    }
    return failures;
  }

  @Override
  public ObjectInfo copy(CopyRequest request) {
    String key = request.key();
    if (!(request.source() instanceof DirectoryObjectStore source)) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, "copy", key)
          .message(request.source().place() + " is no folder of this machine; read and put");
    }
    return errors.guard(
        "copy",
        key,
        () -> {
          String from = request.object().key();
          ObjectInfo described =
              source.stat(from).orElseThrow(() -> source.errors.missing("copy", from));
          ReadRequest pinned = ReadRequest.pinned(request.object());
          try (ObjectReader reader = source.read(pinned)) {
            return write(
                "copy",
                PutRequest.of(key, new ReaderContent(reader))
                    .metadata(described.metadata().orElse(ObjectMetadata.none()))
                    .precondition(request.precondition()));
          }
        });
  }

  /** An open reader as content; it can be opened once, which is all that a file needs. */
  private record ReaderContent(ObjectReader reader) implements ObjectContent {
    @Override
    public long sizeBytes() {
      return reader.info().sizeBytes();
    }

    @Override
    public ReadableByteChannel open() {
      return reader;
    }
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    return errors.guard("start upload", key, () -> uploads.start(key, metadata));
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    return errors.guard("put part", upload.key(), () -> uploads.put(upload, number, content));
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    return errors.guard("list parts", upload.key(), () -> uploads.parts(upload));
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    return errors.guard(
        "complete upload", upload.key(), () -> uploads.complete(upload, parts, precondition));
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    errors.guard(
        "abort upload",
        upload.key(),
        () -> {
          uploads.abort(upload);
          return upload;
        });
  }

  @Override
  public List<MultipartUpload> listUploads() {
    return errors.guardPlace("list uploads", "", uploads::list);
  }

  @Override
  public void sync() {
    errors.guardPlace(
        "sync",
        "",
        () -> {
          durability.flush();
          return place;
        });
  }

  @Override
  public void close() {
    try {
      scratch.close();
    } catch (IOException e) {
      throw errors.translate("close", "", e);
    }
  }
}
