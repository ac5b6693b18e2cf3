package io.lepton.aws.storage;

import io.lepton.aws.client.RequestSigner;
import io.lepton.http.HttpHeaders;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes of whole objects. A digest that is known goes into a header and is judged by S3 before
 * anything is visible; otherwise CRC32C is computed on the way and follows the content. Thread
 * safe.
 */
final class S3Writes {
  private final S3Http http;
  private final S3Bucket bucket;
  private final S3Errors errors;

  S3Writes(S3Http http, S3Bucket bucket, S3Errors errors) {
    this.http = http;
    this.bucket = bucket;
    this.errors = errors;
  }

  ObjectInfo put(PutRequest request) {
    String key = request.key();
    S3Metadata.check(S3Action.PUT, errors, key, request.metadata());
    S3Call put = S3Call.object("PUT", bucket.full(S3Action.PUT, errors, key));
    Optional<Checksum> judged =
        request.checksum().filter(known -> known.algorithm() != ChecksumAlgorithm.MD5);
    S3Metadata.into(put, request.metadata(), judged.isEmpty());
    demand(
        request.precondition(),
        any -> put.header("If-None-Match", any),
        etag -> put.header("If-Match", etag));
    request
        .checksum()
        .ifPresent(known -> put.header(header(known.algorithm()), S3Checksums.base64(known)));
    HttpHeaders answer =
        send(S3Action.PUT, key, put, request.content(), judged.isEmpty(), request.precondition());
    return new ObjectInfo(
        key,
        request.content().sizeBytes(),
        S3Checksums.version(answer.value("ETag")),
        answered(answer),
        S3Checksums.of(answer),
        Optional.of(request.metadata()));
  }

  private static String header(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32C -> "x-amz-checksum-crc32c";
      case CRC64NVME -> "x-amz-checksum-crc64nvme";
      case SHA256 -> "x-amz-checksum-sha256";
      case MD5 -> "Content-MD5";
    };
  }

  static void demand(
      Precondition precondition, Consumer<String> ifNoneMatch, Consumer<String> ifMatch) {
    if (precondition instanceof Precondition.Absent) {
      ifNoneMatch.accept("*");
    } else if (precondition instanceof Precondition.Unchanged unchanged) {
      ifMatch.accept(S3Checksums.etag(unchanged.version()));
    }
  }

  /**
   * Sends content; the error of its reading side goes before the one that it causes here.
   *
   * @param trailed whether its CRC32C follows
   */
  HttpHeaders send(
      S3Action action,
      String key,
      S3Call call,
      ObjectContent content,
      boolean trailed,
      Precondition precondition) {
    errors.checkInterrupt(action, key);
    try (SentContent sent = new SentContent(action, errors, key, content)) {
      if (trailed) {
        call.header("x-amz-decoded-content-length", Long.toString(content.sizeBytes()))
            .header("x-amz-sdk-checksum-algorithm", "CRC32C")
            .header("x-amz-trailer", "x-amz-checksum-crc32c")
            .body(sent::trailed, TrailedBody.PAYLOAD);
      } else {
        call.body(sent::plain, RequestSigner.UNSIGNED);
      }
      try {
        return http.send(call);
      } catch (RuntimeException e) {
        if (sent.failure().isPresent()) {
          throw sent.failure().get();
        }
        throw judged(
            action,
            key,
            precondition,
            errors.translate(action, key, e, action.commits() && sent.whole()));
      }
    }
  }

  /** An unmet demand that there be no object is told as such. */
  CloudException judged(
      S3Action action, String key, Precondition precondition, CloudException error) {
    return precondition instanceof Precondition.Absent
            && error.kind() == ErrorKind.PRECONDITION_FAILED
        ? errors.exists(action, key, error)
        : error;
  }

  /** When S3 answered, which is the nearest to the time of a write that it tells. */
  static Instant answered(HttpHeaders answer) {
    return S3Http.time(answer.value("Date")).orElseGet(Instant::now);
  }
}
