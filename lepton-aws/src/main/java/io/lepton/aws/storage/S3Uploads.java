package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Multipart uploads. Every part carries its CRC32C; when all are known, the upload is completed
 * with the CRC32C of the whole, which S3 checks and stores with the object. Thread safe.
 */
final class S3Uploads {
  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;
  private final S3Writes writes;
  private final S3Reads reads;

  S3Uploads(
      Supplier<S3Client> client, S3Bucket bucket, S3Errors errors, S3Writes writes, S3Reads reads) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
    this.writes = writes;
    this.reads = reads;
  }

  MultipartUpload start(String key, ObjectMetadata metadata) {
    S3Metadata.check(S3Action.START_UPLOAD, errors, key, metadata);
    CreateMultipartUploadRequest.Builder create =
        CreateMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(bucket.full(S3Action.START_UPLOAD, errors, key))
            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
            .checksumType(ChecksumType.FULL_OBJECT);
    S3Metadata.into(create, metadata);
    String id =
        errors.guard(
            S3Action.START_UPLOAD,
            key,
            () -> client.get().createMultipartUpload(create.build()).uploadId());
    return new MultipartUpload(key, id);
  }

  UploadedPart put(MultipartUpload upload, int number, ObjectContent content) {
    String key = upload.key();
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(bucket.full(S3Action.PUT_PART, errors, key))
            .uploadId(upload.id())
            .partNumber(number)
            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
            .build();
    UploadPartResponse answer;
    try {
      answer =
          writes.send(
              S3Action.PUT_PART,
              key,
              content,
              Precondition.none(),
              body -> client.get().uploadPart(request, body));
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.UNKNOWN && e.retryable()) {
        checkExists(upload, e);
      }
      throw e;
    }
    return new UploadedPart(
        number,
        content.sizeBytes(),
        S3Checksums.version(answer.eTag()),
        crc32c(answer.checksumCRC32C()));
  }

  private static Optional<Checksum> crc32c(@org.jspecify.annotations.Nullable String base64) {
    return S3Checksums.parse(io.lepton.spi.storage.ChecksumAlgorithm.CRC32C, base64);
  }

  /** A server that refuses a part may close the connection before its reason has been read. */
  private void checkExists(MultipartUpload upload, CloudException lost) {
    try {
      parts(upload);
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        throw e;
      }
      lost.addSuppressed(e);
    }
  }

  List<UploadedPart> parts(MultipartUpload upload) {
    String full = bucket.full(S3Action.LIST_PARTS, errors, upload.key());
    List<UploadedPart> parts = new ArrayList<>();
    Integer after = null;
    while (true) {
      Integer marker = after;
      ListPartsResponse answer =
          errors.guard(
              S3Action.LIST_PARTS,
              upload.key(),
              () ->
                  client
                      .get()
                      .listParts(
                          list ->
                              list.bucket(bucket.name())
                                  .key(full)
                                  .uploadId(upload.id())
                                  .partNumberMarker(marker)));
      for (Part part : answer.parts()) {
        parts.add(
            new UploadedPart(
                part.partNumber(),
                part.size(),
                S3Checksums.version(part.eTag()),
                crc32c(part.checksumCRC32C())));
      }
      if (!Boolean.TRUE.equals(answer.isTruncated()) || answer.parts().isEmpty()) {
        return parts;
      }
      after = parts.get(parts.size() - 1).number();
    }
  }

  ObjectInfo complete(MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    String key = upload.key();
    List<UploadedPart> ordered = ordered(key, parts);
    long size = ordered.stream().mapToLong(UploadedPart::sizeBytes).sum();
    Optional<Checksum> crc32c = whole(ordered);
    CompleteMultipartUploadRequest.Builder complete =
        CompleteMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(bucket.full(S3Action.COMPLETE_UPLOAD, errors, key))
            .uploadId(upload.id())
            .multipartUpload(all -> all.parts(ordered.stream().map(S3Uploads::named).toList()));
    crc32c.ifPresent(
        whole ->
            complete
                .checksumCRC32C(S3Checksums.base64(whole))
                .checksumType(ChecksumType.FULL_OBJECT));
    S3Writes.demand(precondition, complete::ifNoneMatch, complete::ifMatch);
    CompleteMultipartUploadResponse answer;
    try {
      answer =
          errors.guard(
              S3Action.COMPLETE_UPLOAD,
              key,
              () -> client.get().completeMultipartUpload(complete.build()));
    } catch (CloudException e) {
      throw writes.judged(S3Action.COMPLETE_UPLOAD, key, precondition, e);
    }
    Checksums checksums =
        S3Checksums.of(
            answer.checksumCRC32C(),
            answer.checksumCRC64NVME(),
            null,
            answer.checksumType(),
            Optional.empty());
    String version = S3Checksums.version(answer.eTag());
    return reads.described(
        new ObjectInfo(
            key,
            size,
            version,
            S3Writes.answered(answer.sdkHttpResponse()),
            checksums,
            Optional.empty()));
  }

  private List<UploadedPart> ordered(String key, List<UploadedPart> parts) {
    List<UploadedPart> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(UploadedPart::number));
    if (ordered.isEmpty()) {
      throw refused(key, "an upload is completed from one part at least");
    }
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).number() == ordered.get(i - 1).number()) {
        throw refused(key, "part " + ordered.get(i).number() + " is named twice");
      }
    }
    return ordered;
  }

  private CloudException refused(String key, String why) {
    return errors.of(ErrorKind.INVALID_ARGUMENT, S3Action.COMPLETE_UPLOAD, key).message(why);
  }

  private static CompletedPart named(UploadedPart part) {
    return CompletedPart.builder()
        .partNumber(part.number())
        .eTag(S3Checksums.etag(part.etag()))
        .checksumCRC32C(part.checksum().map(S3Checksums::base64).orElse(null))
        .build();
  }

  private static Optional<Checksum> whole(List<UploadedPart> parts) {
    Checksum whole = Checksum.crc32c(0);
    for (UploadedPart part : parts) {
      if (part.checksum().isEmpty()) {
        return Optional.empty();
      }
      whole = Crc32cCombiner.combine(whole, part.checksum().get(), part.sizeBytes());
    }
    return Optional.of(whole);
  }

  void abort(MultipartUpload upload) {
    String full = bucket.full(S3Action.ABORT_UPLOAD, errors, upload.key());
    try {
      errors.guard(
          S3Action.ABORT_UPLOAD,
          upload.key(),
          () ->
              client
                  .get()
                  .abortMultipartUpload(
                      abort -> abort.bucket(bucket.name()).key(full).uploadId(upload.id())));
    } catch (CloudException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }

  List<MultipartUpload> list() {
    List<MultipartUpload> uploads = new ArrayList<>();
    String afterKey = null;
    String afterId = null;
    while (true) {
      String key = afterKey;
      String id = afterId;
      ListMultipartUploadsResponse answer =
          errors.guard(
              S3Action.LIST_UPLOADS,
              "",
              () ->
                  client
                      .get()
                      .listMultipartUploads(
                          list ->
                              list.bucket(bucket.name())
                                  .prefix(bucket.prefix())
                                  .keyMarker(key)
                                  .uploadIdMarker(id)
                                  .encodingType(EncodingType.URL)));
      for (software.amazon.awssdk.services.s3.model.MultipartUpload upload : answer.uploads()) {
        if (upload.key().length() > bucket.prefix().length()) {
          uploads.add(new MultipartUpload(bucket.relative(upload.key()), upload.uploadId()));
        }
      }
      if (!Boolean.TRUE.equals(answer.isTruncated()) || answer.nextKeyMarker() == null) {
        uploads.sort(Comparator.comparing(MultipartUpload::key, ObjectKeys.ORDER));
        return uploads;
      }
      afterKey = answer.nextKeyMarker();
      afterId = answer.nextUploadIdMarker();
    }
  }
}
