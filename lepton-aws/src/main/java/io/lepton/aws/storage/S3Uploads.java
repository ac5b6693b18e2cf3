package io.lepton.aws.storage;

import io.lepton.aws.client.RequestSigner;
import io.lepton.http.HttpHeaders;
import io.lepton.http.RequestBody;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Multipart uploads. Every part carries its CRC32C; when all are known, the upload is completed
 * with the CRC32C of the whole, which S3 checks and stores with the object. Of parts that were
 * copied by their CRC64NVME S3 computes that of the whole. Thread safe.
 */
final class S3Uploads {
  private final S3Http http;
  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;
  private final S3Writes writes;
  private final S3Reads reads;

  S3Uploads(
      S3Http http,
      Supplier<S3Client> client,
      S3Bucket bucket,
      S3Errors errors,
      S3Writes writes,
      S3Reads reads) {
    this.http = http;
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
    this.writes = writes;
    this.reads = reads;
  }

  MultipartUpload start(String key, ObjectMetadata metadata) {
    return start(key, metadata, ChecksumAlgorithm.CRC32C);
  }

  /**
   * Starts an upload.
   *
   * @param algorithm of the parts and of the whole: CRC32C or CRC64NVME
   */
  MultipartUpload start(String key, ObjectMetadata metadata, ChecksumAlgorithm algorithm) {
    S3Metadata.check(S3Action.START_UPLOAD, errors, key, metadata);
    S3Call create =
        S3Call.object("POST", bucket.full(S3Action.START_UPLOAD, errors, key))
            .query("uploads", "")
            .header(S3Checksums.ALGORITHM, algorithm.name())
            .header("x-amz-checksum-type", "FULL_OBJECT");
    S3Metadata.into(create, metadata, false);
    return new MultipartUpload(
        key,
        errors.guard(
            S3Action.START_UPLOAD,
            key,
            () -> {
              String id = http.ask(create).field("UploadId");
              if (id == null || id.isEmpty()) {
                throw errors
                    .of(ErrorKind.UNKNOWN, S3Action.START_UPLOAD, key)
                    .message("the server does not tell the upload's name");
              }
              return id;
            }));
  }

  UploadedPart put(MultipartUpload upload, int number, ObjectContent content) {
    String key = upload.key();
    S3Call put =
        S3Call.object("PUT", bucket.full(S3Action.PUT_PART, errors, key))
            .query("partNumber", Integer.toString(number))
            .query("uploadId", upload.id())
            .header("Content-Encoding", "aws-chunked");
    HttpHeaders answer;
    try {
      answer = writes.send(S3Action.PUT_PART, key, put, content, true, Precondition.none());
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.UNKNOWN && e.retryable()) {
        checkExists(upload, e);
      }
      throw e;
    }
    return new UploadedPart(
        number,
        content.sizeBytes(),
        S3Checksums.version(answer.value("ETag")),
        crc32c(answer.value("x-amz-checksum-crc32c")));
  }

  private static Optional<Checksum> crc32c(@org.jspecify.annotations.Nullable String base64) {
    return S3Checksums.parse(ChecksumAlgorithm.CRC32C, base64);
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
    Optional<Checksum> crc32c = Crc32cCombiner.whole(ordered);
    S3Call complete =
        S3Call.object("POST", bucket.full(S3Action.COMPLETE_UPLOAD, errors, key))
            .query("uploadId", upload.id())
            .header("Content-Type", "application/xml")
            .body(body(ordered), RequestSigner.UNSIGNED);
    crc32c.ifPresent(
        whole ->
            complete
                .header("x-amz-checksum-crc32c", S3Checksums.base64(whole))
                .header("x-amz-checksum-type", "FULL_OBJECT"));
    S3Writes.demand(
        precondition,
        any -> complete.header("If-None-Match", any),
        etag -> complete.header("If-Match", etag));
    S3Http.Document answer;
    try {
      answer = errors.guard(S3Action.COMPLETE_UPLOAD, key, () -> http.ask(complete));
    } catch (CloudException e) {
      throw writes.judged(S3Action.COMPLETE_UPLOAD, key, precondition, e);
    }
    Checksums checksums =
        S3Checksums.of(
            answer.field("ChecksumCRC32C"),
            answer.field("ChecksumCRC64NVME"),
            null,
            answer.field("ChecksumType"),
            Optional.empty());
    return reads.described(
        new ObjectInfo(
            key,
            size,
            S3Checksums.version(answer.field("ETag")),
            S3Writes.answered(answer.headers()),
            checksums,
            Optional.empty()));
  }

  private static Supplier<RequestBody> body(List<UploadedPart> parts) {
    StringBuilder xml =
        new StringBuilder(
            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (UploadedPart part : parts) {
      xml.append("<Part><ETag>").append(S3Xml.escaped(S3Checksums.etag(part.etag())));
      xml.append("</ETag>");
      part.checksum()
          .ifPresent(
              checksum -> {
                String element = S3Checksums.element(checksum.algorithm());
                xml.append('<').append(element).append('>');
                xml.append(S3Checksums.base64(checksum));
                xml.append("</").append(element).append('>');
              });
      xml.append("<PartNumber>").append(part.number()).append("</PartNumber></Part>");
    }
    xml.append("</CompleteMultipartUpload>");
    byte[] bytes = xml.toString().getBytes(StandardCharsets.UTF_8);
    return () -> RequestBody.of(ByteBuffer.wrap(bytes));
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

  void abort(MultipartUpload upload) {
    String full = bucket.full(S3Action.ABORT_UPLOAD, errors, upload.key());
    try {
      errors.guard(
          S3Action.ABORT_UPLOAD,
          upload.key(),
          () -> http.send(S3Call.object("DELETE", full).query("uploadId", upload.id())));
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
