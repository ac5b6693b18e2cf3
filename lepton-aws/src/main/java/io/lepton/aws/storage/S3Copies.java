package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Copies inside S3: in one request up to 5 GiB, above that in parts, which S3 copies without the
 * source's metadata and tags, so that these are read first and written anew. In one request S3
 * copies both unless told otherwise. Thread safe.
 */
final class S3Copies {
  private static final String SOURCE = "x-amz-copy-source";
  private static final String SOURCE_IF_MATCH = "x-amz-copy-source-if-match";

  /** Digests that S3 keeps of a whole that was sent in parts, and of one sent in one piece. */
  private static final List<ChecksumAlgorithm> OF_PARTS =
      List.of(ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC64NVME);

  private static final List<ChecksumAlgorithm> OF_ONE =
      List.of(ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.SHA256);

  private final S3Http http;
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
      S3Http http,
      S3Bucket bucket,
      S3Errors errors,
      S3Writes writes,
      S3Reads reads,
      S3Uploads uploads,
      long maxSingleBytes,
      long partBytes) {
    this.http = http;
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
    S3Call copy =
        S3Call.object("PUT", to)
            .header(S3Checksums.ALGORITHM, kept(request.object().checksums(), OF_ONE).name())
            .header(SOURCE, source(source, from))
            .header(SOURCE_IF_MATCH, S3Checksums.etag(request.object().version()));
    S3Writes.demand(
        request.precondition(),
        any -> copy.header("If-None-Match", any),
        etag -> copy.header("If-Match", etag));
    S3Http.Document result = errors.guard(S3Action.COPY, request.key(), () -> http.ask(copy));
    Checksums checksums =
        S3Checksums.of(
            result.field("ChecksumCRC32C"),
            result.field("ChecksumCRC64NVME"),
            result.field("ChecksumSHA256"),
            result.field("ChecksumType"),
            S3Checksums.md5(result.headers(), S3Checksums.version(result.field("ETag"))));
    return reads.described(
        new ObjectInfo(
            request.key(),
            request.object().sizeBytes(),
            S3Checksums.version(result.field("ETag")),
            ListedPage.time(Objects.requireNonNullElse(result.field("LastModified"), "")),
            checksums,
            Optional.empty()));
  }

  /**
   * The digest to store with a copy: of those that can be, the first that the source has, for it
   * proves the copy without reading.
   */
  private static ChecksumAlgorithm kept(Checksums source, List<ChecksumAlgorithm> possible) {
    return possible.stream()
        .filter(algorithm -> source.get(algorithm).isPresent())
        .findFirst()
        .orElse(ChecksumAlgorithm.CRC32C);
  }

  private ObjectInfo inParts(
      CopyRequest request, S3Bucket source, String from, S3Reads sourceReads) {
    ObjectInfo object = request.object();
    ObjectInfo described =
        sourceReads
            .stat(object.key())
            .filter(now -> now.version().equals(object.version()))
            .orElseThrow(
                () ->
                    errors
                        .of(ErrorKind.PRECONDITION_FAILED, S3Action.COPY, request.key())
                        .message("the source '" + object.key() + "' changed meanwhile"));
    ObjectMetadata metadata = described.metadata().orElse(ObjectMetadata.none());
    if (metadata.untold() > 0) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, S3Action.COPY, request.key())
          .message(
              "'"
                  + object.key()
                  + "' has user metadata that cannot be told and that a copy in parts would lose;"
                  + " read and put");
    }
    ChecksumAlgorithm algorithm = kept(described.checksums(), OF_PARTS);
    MultipartUpload upload = uploads.start(request.key(), metadata, algorithm);
    try {
      List<UploadedPart> parts = new ArrayList<>();
      for (long offset = 0; offset < object.sizeBytes(); offset += partBytes) {
        long length = Math.min(partBytes, object.sizeBytes() - offset);
        parts.add(part(request, source, from, upload, algorithm, parts.size() + 1, offset, length));
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
      ChecksumAlgorithm algorithm,
      int number,
      long offset,
      long length) {
    S3Call copy =
        S3Call.object("PUT", bucket.full(S3Action.COPY, errors, request.key()))
            .query("partNumber", Integer.toString(number))
            .query("uploadId", upload.id())
            .header(SOURCE, source(source, from))
            .header(SOURCE_IF_MATCH, S3Checksums.etag(request.object().version()))
            .header("x-amz-copy-source-range", "bytes=" + offset + "-" + (offset + length - 1));
    S3Http.Document result = errors.guard(S3Action.PUT_PART, request.key(), () -> http.ask(copy));
    return new UploadedPart(
        number,
        length,
        S3Checksums.version(result.field("ETag")),
        S3Checksums.parse(algorithm, result.field(S3Checksums.element(algorithm))));
  }

  private static String source(S3Bucket source, String from) {
    return S3Call.encoded(source.name() + "/" + from, true);
  }
}
