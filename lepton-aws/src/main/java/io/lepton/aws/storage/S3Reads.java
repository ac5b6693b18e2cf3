package io.lepton.aws.storage;

import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpResponse;
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
import software.amazon.awssdk.services.s3.S3Client;

/** Descriptions and contents of objects. Thread safe. */
final class S3Reads {
  private static final String CHECKSUM_MODE = "x-amz-checksum-mode";

  private final S3Http http;
  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;
  private volatile boolean bucketSeen;

  S3Reads(S3Http http, Supplier<S3Client> client, S3Bucket bucket, S3Errors errors) {
    this.http = http;
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  Optional<ObjectInfo> stat(String key) {
    String full = bucket.full(S3Action.STAT, errors, key);
    HttpHeaders answer;
    try {
      answer =
          errors.guard(
              S3Action.STAT,
              key,
              () -> http.send(S3Call.object("HEAD", full).header(CHECKSUM_MODE, "ENABLED")));
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        checkBucket(key);
        return Optional.empty();
      }
      throw e;
    }
    bucketSeen = true;
    return Optional.of(
        new ObjectInfo(
            key,
            length(S3Action.STAT, key, answer),
            S3Checksums.version(answer.value("ETag")),
            written(answer),
            S3Checksums.of(answer),
            Optional.of(S3Metadata.of(answer, tags(key, answer)))));
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
              return http.send(S3Call.bucket("HEAD"));
            } catch (S3Refusal e) {
              if (e.status() == 404) {
                throw errors.missingBucket(S3Action.STAT, key, e, "");
              }
              if (e.status() == 403) {
                return Optional.empty();
              }
              throw e;
            }
          });
      bucketSeen = true;
    }
  }

  private static boolean tagged(HttpHeaders answer) {
    String count = answer.value("x-amz-tagging-count");
    return count != null && !count.equals("0");
  }

  private Map<String, String> tags(String key, HttpHeaders answer) {
    if (!tagged(answer)) {
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
    S3Call get = S3Call.object("GET", bucket.full(S3Action.READ, errors, key));
    request.version().map(S3Checksums::etag).ifPresent(etag -> get.header("If-Match", etag));
    ByteRange range = request.range();
    if (range.isAll()) {
      get.header(CHECKSUM_MODE, "ENABLED");
    } else {
      get.header("Range", header(range));
    }
    HttpResponse answer = errors.guard(S3Action.READ, key, () -> http.open(get));
    boolean opened = false;
    try {
      ObjectReader reader = open(request, answer);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        answer.close();
      }
    }
  }

  private static String header(ByteRange range) {
    return range.lengthBytes() > Long.MAX_VALUE - range.offset()
        ? "bytes=" + range.offset() + "-"
        : "bytes=" + range.offset() + "-" + (range.offset() + range.lengthBytes() - 1);
  }

  private ObjectReader open(ReadRequest request, HttpResponse response) {
    HttpHeaders answer = response.headers();
    String key = request.key();
    ByteRange range = request.range();
    boolean whole = range.isAll();
    long size = whole ? length(S3Action.READ, key, answer) : wholeSize(request, answer);
    String version = S3Checksums.version(answer.value("ETag"));
    if (request.version().isPresent() && !request.version().get().equals(version)) {
      throw errors
          .of(ErrorKind.PRECONDITION_FAILED, S3Action.READ, key)
          .message("S3 answered with version " + version + " although another was demanded");
    }
    Optional<ObjectMetadata> metadata =
        tagged(answer) && !whole
            ? Optional.empty()
            : Optional.of(S3Metadata.of(answer, tags(key, answer)));
    // A digest in the answer to a range may be that of the range.
    Checksums checksums =
        whole
            ? S3Checksums.of(answer)
            : S3Checksums.of(null, null, null, null, S3Checksums.md5(answer));
    ObjectInfo info = new ObjectInfo(key, size, version, written(answer), checksums, metadata);
    long length = whole ? size : Math.min(range.lengthBytes(), size - range.offset());
    return new S3Reader(info, response, length, whole, errors);
  }

  private long length(S3Action action, String key, HttpHeaders answer) {
    String told = answer.value("Content-Length");
    try {
      return Long.parseLong(String.valueOf(told));
    } catch (NumberFormatException e) {
      throw errors
          .of(ErrorKind.UNKNOWN, action, key)
          .cause(e)
          .message("the server does not tell the object's length");
    }
  }

  private static Instant written(HttpHeaders answer) {
    return S3Http.time(answer.value("Last-Modified")).orElse(Instant.EPOCH);
  }

  /**
   * From {@code bytes 0-9/100}; a server that sent other bytes than were asked for is not heard.
   */
  private long wholeSize(ReadRequest request, HttpHeaders answer) {
    String told = Optional.ofNullable(answer.value("Content-Range")).orElse("");
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
}
