package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.CopyPartResult;

/**
 * Copies inside S3: in one request up to 5 GiB, above that in parts, which S3 copies without the
 * source's metadata and tags, so that these are read first and written anew. In one request S3
 * copies both unless told otherwise. Thread safe.
 */
final class S3Copies {
  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;
  private final S3Writes writes;
  private final S3Reads reads;
  private final S3Uploads uploads;
  private final long maxSingleBytes;
  private final long partBytes;

  /**
   * Copies.
   *
   * @param maxSingleBytes what one request copies at most; larger objects go in parts
   * @param partBytes size of these
   */
  S3Copies(
      Supplier<S3Client> client,
      S3Bucket bucket,
      S3Errors errors,
      S3Writes writes,
      S3Reads reads,
      S3Uploads uploads,
      long maxSingleBytes,
      long partBytes) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
    this.writes = writes;
    this.reads = reads;
    this.uploads = uploads;
    this.maxSingleBytes = maxSingleBytes;
    this.partBytes = partBytes;
  }

  /** Copies {@code request.object()} of {@code source}, the bucket of the same service. */
  ObjectInfo copy(CopyRequest request, S3Bucket source, S3Reads sourceReads) {
    String key = request.key();
    String from = source.full(S3Action.COPY, errors, request.object().key());
    String to = bucket.full(S3Action.COPY, errors, key);
    try {
      if (source.name().equals(bucket.name()) && from.equals(to)) {
        return ontoItself(request);
      }
      return request.object().sizeBytes() > maxSingleBytes
          ? inParts(request, source, from, sourceReads)
          : inOne(request, source, from, to);
    } catch (CloudException e) {
      throw writes.judged(S3Action.COPY, key, request.precondition(), e);
    }
  }

  /** S3 refuses a copy that changes nothing; what it would do is nothing. */
  private ObjectInfo ontoItself(CopyRequest request) {
    ObjectInfo now =
        reads
            .stat(request.key())
            .orElseThrow(
                () ->
                    errors
                        .of(ErrorKind.NOT_FOUND, S3Action.COPY, request.key())
                        .message("there is no such object"));
    boolean unmet =
        request.precondition() instanceof Precondition.Absent
            || (request.precondition() instanceof Precondition.Unchanged unchanged
                && !unchanged.version().equals(now.version()));
    if (unmet || !now.version().equals(request.object().version())) {
      throw errors
          .of(ErrorKind.PRECONDITION_FAILED, S3Action.COPY, request.key())
          .message("the object is not the version that was demanded");
    }
    return now;
  }

  private ObjectInfo inOne(CopyRequest request, S3Bucket source, String from, String to) {
    CopyObjectRequest.Builder copy =
        CopyObjectRequest.builder()
            .sourceBucket(source.name())
            .sourceKey(from)
            .copySourceIfMatch(S3Checksums.etag(request.object().version()))
            .destinationBucket(bucket.name())
            .destinationKey(to)
            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    S3Writes.demand(request.precondition(), copy::ifNoneMatch, copy::ifMatch);
    CopyObjectResult result =
        errors.guard(
            S3Action.COPY,
            request.key(),
            () -> client.get().copyObject(copy.build()).copyObjectResult());
    Checksums checksums =
        S3Checksums.of(
            result.checksumCRC32C(),
            result.checksumCRC64NVME(),
            result.checksumSHA256(),
            result.checksumTypeAsString(),
            Optional.empty());
    return reads.described(
        new ObjectInfo(
            request.key(),
            request.object().sizeBytes(),
            S3Checksums.version(result.eTag()),
            S3Reads.time(result.lastModified()),
            checksums,
            Optional.empty()));
  }

  private ObjectInfo inParts(
      CopyRequest request, S3Bucket source, String from, S3Reads sourceReads) {
    ObjectInfo object = request.object();
    ObjectMetadata metadata =
        sourceReads
            .stat(object.key())
            .filter(now -> now.version().equals(object.version()))
            .flatMap(ObjectInfo::metadata)
            .orElseThrow(
                () ->
                    errors
                        .of(ErrorKind.PRECONDITION_FAILED, S3Action.COPY, request.key())
                        .message("the source '" + object.key() + "' changed meanwhile"));
    MultipartUpload upload = uploads.start(request.key(), metadata);
    try {
      List<UploadedPart> parts = new ArrayList<>();
      for (long offset = 0; offset < object.sizeBytes(); offset += partBytes) {
        long length = Math.min(partBytes, object.sizeBytes() - offset);
        parts.add(part(request, source, from, upload, parts.size() + 1, offset, length));
      }
      return uploads.complete(upload, parts, request.precondition());
    } catch (CloudException e) {
      abandon(upload, e);
      throw e;
    }
  }

  /** Unless the upload may have become the object. */
  private void abandon(MultipartUpload upload, CloudException cause) {
    if (cause.kind() == ErrorKind.OUTCOME_UNKNOWN) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      uploads.abort(upload);
    } catch (CloudException e) {
      cause.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private UploadedPart part(
      CopyRequest request,
      S3Bucket source,
      String from,
      MultipartUpload upload,
      int number,
      long offset,
      long length) {
    String to = bucket.full(S3Action.COPY, errors, request.key());
    CopyPartResult result =
        errors.guard(
            S3Action.PUT_PART,
            request.key(),
            () ->
                client
                    .get()
                    .uploadPartCopy(
                        copy ->
                            copy.sourceBucket(source.name())
                                .sourceKey(from)
                                .copySourceIfMatch(S3Checksums.etag(request.object().version()))
                                .copySourceRange("bytes=" + offset + "-" + (offset + length - 1))
                                .destinationBucket(bucket.name())
                                .destinationKey(to)
                                .uploadId(upload.id())
                                .partNumber(number))
                    .copyPartResult());
    return new UploadedPart(
        number,
        length,
        S3Checksums.version(result.eTag()),
        S3Checksums.parse(io.lepton.spi.storage.ChecksumAlgorithm.CRC32C, result.checksumCRC32C()));
  }
}
