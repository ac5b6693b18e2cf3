package io.lepton.testkit.memory;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import io.lepton.testkit.memory.MemoryBucket.Stored;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects of one bucket below one prefix. */
final class MemoryObjectStore implements ObjectStore {
  private final MemoryProvider provider;
  private final Place place;
  private final MemoryBucket bucket;
  private final MemoryErrors errors;
  private final MemoryUploads uploads;

  MemoryObjectStore(MemoryProvider provider, Place place, MemoryBucket bucket) {
    this.provider = provider;
    this.place = place;
    this.bucket = bucket;
    this.errors = new MemoryErrors(provider.id(), place);
    this.uploads = new MemoryUploads(this, bucket, errors, provider.limits());
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    begin("stat", key);
    return Optional.ofNullable(bucket.current(full(key))).map(stored -> stored.described(key));
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    String key = request.key();
    begin("read", key);
    Stored stored = bucket.current(full(key));
    if (stored == null) {
      throw errors.of(ErrorKind.NOT_FOUND, "read", key).message("there is no such object");
    }
    request
        .version()
        .filter(version -> !version.equals(stored.version()))
        .ifPresent(version -> failChanged("read", key, version, stored));
    ByteRange range = request.range();
    int size = stored.content().remaining();
    if (!range.isAll() && range.offset() >= size) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "read", key)
          .message("offset " + range.offset() + " is beyond the " + size + " bytes of the object");
    }
    int length = (int) Math.min(range.lengthBytes(), size - range.offset());
    return new MemoryReader(
        stored.described(key),
        stored.content().slice((int) range.offset(), length),
        () -> bucket.isCurrent(full(key), stored.version()),
        errors.of(ErrorKind.PRECONDITION_FAILED, "read", key));
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    String key = request.key();
    begin("put", key);
    checkKept("put", key, request.metadata());
    checkOffered("put", key, request.precondition());
    if (request.content().sizeBytes() > provider.limits().maxSinglePutBytes()) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "put", key)
          .message(
              request.content().sizeBytes()
                  + " bytes are more than one write may carry ("
                  + provider.limits().maxSinglePutBytes()
                  + "); upload it in parts");
    }
    ByteBuffer content = errors.take(request.content(), "put", key);
    request.checksum().ifPresent(expected -> checkDigest(key, content, expected));
    return commit("put", key, content, request.metadata(), request.precondition());
  }

  /** Makes content visible if the precondition holds; the only place where objects come to be. */
  ObjectInfo commit(
      String operation,
      String key,
      ByteBuffer content,
      ObjectMetadata metadata,
      Precondition precondition) {
    synchronized (bucket) {
      checkHolds(operation, key, precondition, bucket.current(full(key)));
      return bucket.store(full(key), content, metadata).described(key);
    }
  }

  @Override
  public ListPage list(ListRequest request) {
    errors.checkInterrupt("list", request.prefix());
    String after = full(request.startAfter().orElse(""));
    String prefix = full(request.prefix());
    int most = Math.min(request.maxObjects(), provider.limits().maxListPage());
    List<ObjectInfo> objects = new ArrayList<>();
    String from = ObjectKeys.ORDER.compare(prefix, after) < 0 ? after : prefix;
    for (Map.Entry<String, Stored> entry : bucket.objects().tailMap(from, true).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix)) {
        break;
      }
      if (ObjectKeys.ORDER.compare(key, after) <= 0 || key.length() == place.prefix().length()) {
        continue;
      }
      if (objects.size() == most) {
        return new ListPage(objects, List.of(), Optional.of(objects.get(most - 1).key()));
      }
      objects.add(
          entry
              .getValue()
              .listed(key.substring(place.prefix().length()), bucket.checksums().listed()));
    }
    return new ListPage(objects, List.of(), Optional.empty());
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    List<DeleteFailure> failures = new ArrayList<>();
    for (String key : keys) {
      try {
        begin("delete", key);
        synchronized (bucket) {
          bucket.objects().remove(full(key));
        }
      } catch (CloudException e) {
        failures.add(new DeleteFailure(key, e));
      }
    }
    return failures;
  }

  @Override
  public ObjectInfo copy(CopyRequest request) {
    String key = request.key();
    begin("copy", key);
    if (!offers(Capability.SERVER_SIDE_COPY)
        || !(request.source() instanceof MemoryObjectStore source)
        || source.provider != provider) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, "copy", key)
          .message("this provider cannot copy from " + request.source().place() + "; read and put");
    }
    checkOffered("copy", key, request.precondition());
    Stored stored = source.bucket.current(source.full(request.object().key()));
    if (stored == null) {
      throw errors
          .of(ErrorKind.NOT_FOUND, "copy", key)
          .message("the source " + source.place + request.object().key() + " does not exist");
    }
    if (!stored.version().equals(request.object().version())) {
      failChanged("copy", key, request.object().version(), stored);
    }
    return commit("copy", key, stored.content(), stored.metadata(), request.precondition());
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    begin("start upload", key);
    checkMultipart("start upload", key);
    checkKept("start upload", key, metadata);
    return uploads.start(key, metadata);
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    begin("put part", upload.key());
    checkMultipart("put part", upload.key());
    return uploads.put(upload, number, content);
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    begin("list parts", upload.key());
    checkMultipart("list parts", upload.key());
    return uploads.parts(upload);
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    begin("complete upload", upload.key());
    checkMultipart("complete upload", upload.key());
    checkOffered("complete upload", upload.key(), precondition);
    return uploads.complete(upload, parts, precondition);
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    begin("abort upload", upload.key());
    uploads.abort(upload);
  }

  @Override
  public List<MultipartUpload> listUploads() {
    errors.checkInterrupt("list uploads", "");
    return uploads.list();
  }

  @Override
  public void sync() {
    errors.checkInterrupt("sync", "");
  }

  @Override
  public void close() {}

  String full(String key) {
    return place.prefix() + key;
  }

  private void begin(String operation, String key) {
    errors.checkKey(operation, key);
    errors.checkInterrupt(operation, key);
  }

  private boolean offers(Capability capability) {
    return provider.capabilities().contains(capability);
  }

  private void checkMultipart(String operation, String key) {
    demand(Capability.MULTIPART_UPLOAD, operation, key);
  }

  private void demand(Capability capability, String operation, String key) {
    if (!offers(capability)) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, operation, key)
          .message("this provider does not offer " + capability);
    }
  }

  private void checkKept(String operation, String key, ObjectMetadata metadata) {
    if (!metadata.headers().isEmpty()) {
      demand(Capability.CONTENT_HEADERS, operation, key);
    }
    if (!metadata.user().isEmpty()) {
      demand(Capability.USER_METADATA, operation, key);
    }
    if (!metadata.tags().isEmpty()) {
      demand(Capability.TAGS, operation, key);
    }
  }

  private void checkOffered(String operation, String key, Precondition precondition) {
    if (precondition instanceof Precondition.Absent) {
      demand(Capability.CREATE_IF_ABSENT, operation, key);
    } else if (precondition instanceof Precondition.Unchanged) {
      demand(Capability.REPLACE_IF_UNCHANGED, operation, key);
    }
  }

  private void checkHolds(
      String operation, String key, Precondition precondition, @Nullable Stored current) {
    if (precondition instanceof Precondition.Absent && current != null) {
      throw errors
          .of(ErrorKind.ALREADY_EXISTS, operation, key)
          .message("the object exists in version " + current.version() + "; nothing was written");
    }
    if (precondition instanceof Precondition.Unchanged unchanged
        && (current == null || !current.version().equals(unchanged.version()))) {
      failChanged(operation, key, unchanged.version(), current);
    }
  }

  private void failChanged(String operation, String key, String wanted, @Nullable Stored current) {
    throw errors
        .of(ErrorKind.PRECONDITION_FAILED, operation, key)
        .message(
            "version "
                + wanted
                + " was demanded but "
                + (current == null ? "there is no object" : current.version() + " is current")
                + "; read the object again");
  }

  private void checkDigest(String key, ByteBuffer content, Checksum expected) {
    Checksum actual = ContentDigest.of(expected.algorithm(), content);
    if (!actual.equals(expected)) {
      throw errors
          .of(ErrorKind.DATA_CORRUPTED, "put", key)
          .message("the content arrived as " + actual + ", not " + expected + "; send it again");
    }
  }
}
