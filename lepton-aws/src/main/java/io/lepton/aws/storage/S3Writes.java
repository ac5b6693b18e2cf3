package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Writes of whole objects. A digest that is known goes into a header and is judged by S3 before
 * anything is visible; otherwise CRC32C is computed on the way and follows the content. Thread
 * safe.
 */
final class S3Writes {
  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;

  S3Writes(Supplier<S3Client> client, S3Bucket bucket, S3Errors errors) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  ObjectInfo put(PutRequest request) {
    S3Metadata.check(S3Action.PUT, errors, request.key(), request.metadata());
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(bucket.full(S3Action.PUT, errors, request.key()));
    S3Metadata.into(put, request.metadata());
    demand(request.precondition(), put::ifNoneMatch, put::ifMatch);
    request
        .checksum()
        .ifPresentOrElse(
            checksum -> digest(put, checksum),
            () -> put.checksumAlgorithm(ChecksumAlgorithm.CRC32_C));
    PutObjectResponse answer =
        send(
            S3Action.PUT,
            request.key(),
            request.content(),
            request.precondition(),
            body -> client.get().putObject(put.build(), body));
    String version = S3Checksums.version(answer.eTag());
    Checksums checksums =
        S3Checksums.of(
            answer.checksumCRC32C(),
            answer.checksumCRC64NVME(),
            answer.checksumSHA256(),
            answer.checksumType(),
            S3Checksums.md5(version, answer.serverSideEncryption(), answer.sseCustomerAlgorithm()));
    return new ObjectInfo(
        request.key(),
        request.content().sizeBytes(),
        version,
        answered(answer.sdkHttpResponse()),
        checksums,
        Optional.of(request.metadata()));
  }

  private static void digest(PutObjectRequest.Builder put, Checksum checksum) {
    String base64 = S3Checksums.base64(checksum);
    switch (checksum.algorithm()) {
      case CRC32C -> put.checksumCRC32C(base64);
      case CRC64NVME -> put.checksumCRC64NVME(base64);
      case SHA256 -> put.checksumSHA256(base64);
      case MD5 -> put.contentMD5(base64).checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
    }
  }

  static void demand(
      Precondition precondition, Consumer<String> ifNoneMatch, Consumer<String> ifMatch) {
    if (precondition instanceof Precondition.Absent) {
      ifNoneMatch.accept("*");
    } else if (precondition instanceof Precondition.Unchanged unchanged) {
      ifMatch.accept(S3Checksums.etag(unchanged.version()));
    }
  }

  /** Sends content; the error of its reading side goes before the one that it causes here. */
  <T> T send(
      S3Action action,
      String key,
      ObjectContent content,
      Precondition precondition,
      Function<RequestBody, T> request) {
    errors.checkInterrupt(action, key);
    try (SentContent sent = new SentContent(action, errors, key, content)) {
      try {
        return request.apply(sent.body());
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
  static Instant answered(SdkHttpResponse answer) {
    return answer
        .firstMatchingHeader("Date")
        .flatMap(
            date -> {
              try {
                return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            })
        .orElseGet(Instant::now);
  }
}
