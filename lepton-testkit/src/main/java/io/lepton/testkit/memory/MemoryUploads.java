package io.lepton.testkit.memory;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import io.lepton.testkit.memory.MemoryBucket.Part;
import io.lepton.testkit.memory.MemoryBucket.Upload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The multipart uploads of one store. */
final class MemoryUploads {
  private final MemoryObjectStore store;
  private final MemoryBucket bucket;
  private final MemoryErrors errors;
  private final Limits limits;

  MemoryUploads(MemoryObjectStore store, MemoryBucket bucket, MemoryErrors errors, Limits limits) {
    this.store = store;
    this.bucket = bucket;
    this.errors = errors;
    this.limits = limits;
  }

  MultipartUpload start(String key, ObjectMetadata metadata) {
    String id = bucket.nextName("upload-");
    bucket.uploads().put(id, new Upload(store.full(key), metadata, new ConcurrentSkipListMap<>()));
    return new MultipartUpload(key, id);
  }

  UploadedPart put(MultipartUpload upload, int number, ObjectContent content) {
    Upload found = find("put part", upload);
    if (number < 1 || number > limits.maxParts()) {
      throw invalid(
          "put part", upload, "part number " + number + " is not 1 to " + limits.maxParts());
    }
    if (content.sizeBytes() > limits.maxPartSizeBytes()) {
      throw invalid(
          "put part",
          upload,
          "part " + number + " is larger than " + limits.maxPartSizeBytes() + " bytes");
    }
    ByteBuffer bytes = errors.take(content, "put part", upload.key());
    UploadedPart part =
        new UploadedPart(
            number, bytes.remaining(), bucket.nextName("part-"), bucket.checksums().ofPart(bytes));
    synchronized (bucket) {
      find("put part", upload);
      found.parts().put(number, new Part(bytes, part));
    }
    return part;
  }

  List<UploadedPart> parts(MultipartUpload upload) {
    return find("list parts", upload).parts().values().stream().map(Part::described).toList();
  }

  ObjectInfo complete(MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    synchronized (bucket) {
      Upload found = find("complete upload", upload);
      ByteBuffer content = assemble(upload, found, parts);
      ObjectInfo info =
          store.commit("complete upload", upload.key(), content, found.metadata(), precondition);
      bucket.uploads().remove(upload.id());
      return info;
    }
  }

  private ByteBuffer assemble(MultipartUpload upload, Upload found, List<UploadedPart> parts) {
    if (parts.isEmpty()) {
      throw invalid("complete upload", upload, "an upload needs at least one part");
    }
    List<UploadedPart> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(UploadedPart::number));
    List<ByteBuffer> pieces = new ArrayList<>();
    long size = 0;
    for (int i = 0; i < ordered.size(); i++) {
      UploadedPart wanted = ordered.get(i);
      if (i > 0 && ordered.get(i - 1).number() == wanted.number()) {
        throw invalid("complete upload", upload, "part " + wanted.number() + " is named twice");
      }
      Part part = found.parts().get(wanted.number());
      if (part == null || !part.described().etag().equals(wanted.etag())) {
        throw invalid(
            "complete upload",
            upload,
            "part " + wanted.number() + " was never written as " + wanted.etag());
      }
      if (i < ordered.size() - 1 && part.content().remaining() < limits.minPartSizeBytes()) {
        throw invalid(
            "complete upload",
            upload,
            "part " + wanted.number() + " is smaller than " + limits.minPartSizeBytes() + " bytes");
      }
      pieces.add(part.content());
      size += part.content().remaining();
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw errors
          .of(ErrorKind.RESOURCE_EXHAUSTED, "complete upload", upload.key())
          .message(size + " bytes are more than one object in memory can hold");
    }
    ByteBuffer content = ByteBuffer.allocate((int) size);
    pieces.forEach(piece -> content.put(piece.duplicate()));
    return content.flip();
  }

  void abort(MultipartUpload upload) {
    synchronized (bucket) {
      bucket
          .uploads()
          .computeIfPresent(upload.id(), (id, found) -> isOf(upload, found) ? null : found);
    }
  }

  List<MultipartUpload> list() {
    String prefix = store.place().prefix();
    return bucket.uploads().entrySet().stream()
        .filter(entry -> entry.getValue().key().startsWith(prefix))
        .map(entry -> named(entry, prefix))
        .sorted(
            Comparator.comparing(MultipartUpload::key, ObjectKeys.ORDER)
                .thenComparing(MultipartUpload::id))
        .toList();
  }

  private static MultipartUpload named(Map.Entry<String, Upload> entry, String prefix) {
    return new MultipartUpload(entry.getValue().key().substring(prefix.length()), entry.getKey());
  }

  private Upload find(String operation, MultipartUpload upload) {
    Upload found = bucket.uploads().get(upload.id());
    if (found == null || !isOf(upload, found)) {
      throw errors
          .of(ErrorKind.NOT_FOUND, operation, upload.key())
          .message(
              "upload "
                  + upload.id()
                  + " was completed, aborted or never started; look whether the object is there");
    }
    return found;
  }

  private boolean isOf(MultipartUpload upload, Upload found) {
    return found.key().equals(store.full(upload.key()));
  }

  private CloudException invalid(String operation, MultipartUpload upload, String problem) {
    return errors.of(ErrorKind.INVALID_ARGUMENT, operation, upload.key()).message(problem);
  }
}
