package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ReadRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Descriptions and contents of objects. Thread safe. */
final class S3Reads {
  /** Asks for the stored digest without the SDK's own check of it: the reader checks. */
  private static final String CHECKSUM_MODE = "x-amz-checksum-mode";

  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;
  private volatile boolean bucketSeen;

  S3Reads(Supplier<S3Client> client, S3Bucket bucket, S3Errors errors) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  Optional<ObjectInfo> stat(String key) {
    String full = bucket.full(S3Action.STAT, errors, key);
    HeadObjectResponse answer;
    try {
      answer =
          errors.guard(
              S3Action.STAT,
              key,
              () ->
                  client
                      .get()
                      .headObject(
                          head ->
                              head.bucket(bucket.name())
                                  .key(full)
                                  .checksumMode(ChecksumMode.ENABLED)));
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        checkBucket(key);
        return Optional.empty();
      }
      throw e;
    }
    bucketSeen = true;
    String version = S3Checksums.version(answer.eTag());
    Checksums checksums =
        S3Checksums.of(
            answer.checksumCRC32C(),
            answer.checksumCRC64NVME(),
            answer.checksumSHA256(),
            answer.checksumType(),
            S3Checksums.md5(version, answer.serverSideEncryption(), answer.sseCustomerAlgorithm()));
    Map<String, String> tags = tags(key, answer.tagCount());
    return Optional.of(
        new ObjectInfo(
            key,
            answer.contentLength(),
            version,
            time(answer.lastModified()),
            checksums,
            Optional.of(S3Metadata.of(answer, tags))));
  }

  /** What a write stored, asked for where its answer tells no digest: not every server does. */
  ObjectInfo described(ObjectInfo stored) {
    if (!stored.checksums().byAlgorithm().isEmpty()) {
      return stored;
    }
    try {
      return stat(stored.key())
          .filter(now -> now.version().equals(stored.version()))
          .orElse(stored);
    } catch (CloudException e) {
      // The write has succeeded; whoever needs a digest asks again.
      return stored;
    }
  }

  /** The answer to HEAD has no body, so that a missing bucket looks like a missing key. */
  private void checkBucket(String key) {
    if (!bucketSeen) {
      errors.guard(
          S3Action.STAT,
          key,
          () -> {
            try {
              return client.get().headBucket(head -> head.bucket(bucket.name()));
            } catch (software.amazon.awssdk.services.s3.model.S3Exception e) {
              if (e.statusCode() == 404) {
                throw errors
                    .of(ErrorKind.NOT_FOUND, S3Action.STAT, key)
                    .cause(e)
                    .message("bucket '" + bucket.name() + "' does not exist");
              }
              if (e.statusCode() == 403) {
                return Optional.empty();
              }
              throw e;
            }
          });
      bucketSeen = true;
    }
  }

  private Map<String, String> tags(String key, @Nullable Integer count) {
    if (count == null || count == 0) {
      return Map.of();
    }
    String full = bucket.full(S3Action.READ_TAGS, errors, key);
    Map<String, String> tags = new TreeMap<>();
    errors
        .guard(
            S3Action.READ_TAGS,
            key,
            () -> client.get().getObjectTagging(get -> get.bucket(bucket.name()).key(full)))
        .tagSet()
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  ObjectReader read(ReadRequest request) {
    String key = request.key();
    GetObjectRequest.Builder get =
        GetObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.full(S3Action.READ, errors, key));
    request.version().map(S3Checksums::etag).ifPresent(get::ifMatch);
    ByteRange range = request.range();
    if (range.isAll()) {
      get.overrideConfiguration(override -> override.putHeader(CHECKSUM_MODE, "ENABLED"));
    } else {
      get.range(header(range));
    }
    ResponseInputStream<GetObjectResponse> stream =
        errors.guard(S3Action.READ, key, () -> client.get().getObject(get.build()));
    try {
      return open(request, stream);
    } catch (RuntimeException e) {
      stream.abort();
      throw e;
    }
  }

  private static String header(ByteRange range) {
    return range.lengthBytes() > Long.MAX_VALUE - range.offset()
        ? "bytes=" + range.offset() + "-"
        : "bytes=" + range.offset() + "-" + (range.offset() + range.lengthBytes() - 1);
  }

  private ObjectReader open(ReadRequest request, ResponseInputStream<GetObjectResponse> stream) {
    GetObjectResponse answer = stream.response();
    ByteRange range = request.range();
    boolean whole = range.isAll();
    long size = whole ? answer.contentLength() : wholeSize(request, answer);
    String version = S3Checksums.version(answer.eTag());
    if (request.version().isPresent() && !request.version().get().equals(version)) {
      throw errors
          .of(ErrorKind.PRECONDITION_FAILED, S3Action.READ, request.key())
          .message("S3 answered with version " + version + " although another was demanded");
    }
    boolean tagged = answer.tagCount() != null && answer.tagCount() > 0;
    Optional<ObjectMetadata> metadata =
        tagged && !whole
            ? Optional.empty()
            : Optional.of(S3Metadata.of(answer, tags(request.key(), answer.tagCount())));
    ObjectInfo info =
        new ObjectInfo(
            request.key(),
            size,
            version,
            time(answer.lastModified()),
            checksums(answer, version, whole),
            metadata);
    long length = whole ? size : Math.min(range.lengthBytes(), size - range.offset());
    return new S3Reader(info, stream, length, whole, errors);
  }

  /** A digest in the answer to a range is taken for the whole object's only with its type. */
  private static Checksums checksums(GetObjectResponse answer, String version, boolean whole) {
    return S3Checksums.of(
        whole ? answer.checksumCRC32C() : null,
        whole ? answer.checksumCRC64NVME() : null,
        whole ? answer.checksumSHA256() : null,
        answer.checksumType(),
        S3Checksums.md5(version, answer.serverSideEncryption(), answer.sseCustomerAlgorithm()));
  }

  /**
   * From {@code bytes 0-9/100}; a server that sent other bytes than were asked for is not heard.
   */
  private long wholeSize(ReadRequest request, GetObjectResponse answer) {
    String told = answer.contentRange() == null ? "" : answer.contentRange();
    String start = "bytes " + request.range().offset() + "-";
    int slash = told.indexOf('/');
    try {
      if (told.startsWith(start) && slash > 0) {
        return Long.parseLong(told.substring(slash + 1));
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw errors
        .of(ErrorKind.UNKNOWN, S3Action.READ, request.key())
        .message(
            "asked for " + header(request.range()) + ", the server answered with '" + told + "'");
  }

  static Instant time(@Nullable Instant told) {
    return told == null ? Instant.EPOCH : told;
  }
}
