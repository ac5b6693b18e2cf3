package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.DeleteFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Deletes up to 1,000 keys a request; one by one those that the XML of such a request cannot name,
 * and all on servers that know no such request. Thread safe.
 */
final class S3Deletes {
  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;
  private volatile boolean batches = true;

  S3Deletes(Supplier<S3Client> client, S3Bucket bucket, S3Errors errors) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  List<DeleteFailure> delete(Collection<String> keys) {
    List<DeleteFailure> failures = new ArrayList<>();
    Map<String, String> batch = new LinkedHashMap<>();
    for (String key : keys) {
      String full;
      try {
        full = bucket.full(S3Action.DELETE, errors, key);
      } catch (CloudException e) {
        failures.add(new DeleteFailure(key, e));
        continue;
      }
      if (!batches || !fitsXml(full)) {
        deleteOne(key, full, failures);
        continue;
      }
      batch.put(full, key);
      if (batch.size() == S3Limits.OF_SERVICE.maxDeleteBatch()) {
        deleteBatch(batch, failures);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      deleteBatch(batch, failures);
    }
    return failures;
  }

  /** XML 1.0 has no way to write most control characters, and readers change line ends. */
  private static boolean fitsXml(String key) {
    return key.codePoints()
        .allMatch(point -> point >= 0x20 && point != 0x7f && point != 0xfffe && point != 0xffff);
  }

  private void deleteBatch(Map<String, String> batch, List<DeleteFailure> failures) {
    if (batch.size() == 1) {
      batch.forEach((full, key) -> deleteOne(key, full, failures));
      return;
    }
    List<ObjectIdentifier> objects =
        batch.keySet().stream().map(full -> ObjectIdentifier.builder().key(full).build()).toList();
    DeleteObjectsResponse answer;
    try {
      answer =
          errors.guard(
              S3Action.DELETE,
              "", // of all its keys, so of the place
              () ->
                  client
                      .get()
                      .deleteObjects(
                          request ->
                              request
                                  .bucket(bucket.name())
                                  .delete(all -> all.quiet(true).objects(objects))));
    } catch (CloudException e) {
      if (e.kind() != ErrorKind.UNSUPPORTED) {
        throw e;
      }
      batches = false;
      batch.forEach((full, key) -> deleteOne(key, full, failures));
      return;
    }
    for (S3Error error : answer.errors()) {
      String key = batch.getOrDefault(error.key(), error.key());
      if (!"NoSuchKey".equals(error.code())) {
        failures.add(new DeleteFailure(key, translated(key, error)));
      }
    }
  }

  private CloudException translated(String key, S3Error error) {
    int status =
        switch (String.valueOf(error.code())) {
          case "AccessDenied" -> 403;
          case "InternalError" -> 500;
          default -> 400;
        };
    return errors.translate(
        S3Action.DELETE,
        key,
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode(error.code())
                    .errorMessage(error.message())
                    .build())
            .build(),
        false);
  }

  private void deleteOne(String key, String full, List<DeleteFailure> failures) {
    try {
      errors.guard(
          S3Action.DELETE,
          key,
          () -> client.get().deleteObject(one -> one.bucket(bucket.name()).key(full)));
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      if (e.kind() != ErrorKind.NOT_FOUND || S3Errors.isMissingBucket(e)) {
        failures.add(new DeleteFailure(key, e));
      }
    }
  }
}
