package io.lepton.aws.storage;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Pages of keys. A page is asked for by the key to continue after, never by a token, which may
 * expire and means nothing to another process. Thread safe.
 */
final class S3Listing {
  private final Supplier<S3Client> client;
  private final S3Bucket bucket;
  private final S3Errors errors;

  S3Listing(Supplier<S3Client> client, S3Bucket bucket, S3Errors errors) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  ListPage page(ListRequest request) {
    String after = request.startAfter().map(key -> bucket.prefix() + key).orElse("");
    String token = null;
    List<ObjectInfo> objects = new ArrayList<>();
    List<ListPage.Skipped> skipped = new ArrayList<>();
    String last = after;
    while (true) {
      ListObjectsV2Response answer = ask(request, after, token);
      for (S3Object object : answer.contents()) {
        checkOrder(request, last, object.key());
        last = object.key();
        if (object.key().length() == bucket.prefix().length()) {
          skipped.add(
              new ListPage.Skipped(
                  object.key(),
                  "the object has the name of the place itself, and no key below it"));
        } else {
          objects.add(info(object));
        }
      }
      if (!Boolean.TRUE.equals(answer.isTruncated())) {
        return new ListPage(objects, skipped, Optional.empty());
      }
      if (!objects.isEmpty()) {
        return new ListPage(objects, skipped, Optional.of(bucket.relative(last)));
      }
      // A page may be empty although there are more: only its token leads on.
      token = answer.nextContinuationToken();
      if (token == null) {
        throw errors
            .of(ErrorKind.UNKNOWN, S3Action.LIST, request.prefix())
            .retryable()
            .message("the server tells of more keys but not how to get them");
      }
    }
  }

  private ListObjectsV2Response ask(ListRequest request, String after, @Nullable String token) {
    return errors.guard(
        S3Action.LIST,
        request.prefix(),
        () ->
            client
                .get()
                .listObjectsV2(
                    list ->
                        list.bucket(bucket.name())
                            .prefix(bucket.prefix() + request.prefix())
                            .startAfter(after.isEmpty() ? null : after)
                            .continuationToken(token)
                            .maxKeys(
                                Math.min(request.maxObjects(), S3Limits.OF_SERVICE.maxListPage()))
                            .encodingType(EncodingType.URL)));
  }

  /** Out of order (directory buckets are), a listing could not be merged or resumed. */
  private void checkOrder(ListRequest request, String last, String key) {
    if (!last.isEmpty() && ObjectKeys.ORDER.compare(last, key) >= 0) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, S3Action.LIST, request.prefix())
          .message(
              "the server lists '"
                  + key
                  + "' after '"
                  + last
                  + "'; a listing must be in the order of UTF-8 bytes");
    }
  }

  private ObjectInfo info(S3Object object) {
    String version = S3Checksums.version(object.eTag());
    Checksums checksums =
        S3Checksums.md5(version)
            .map(md5 -> Checksums.of(new Checksum[] {md5}))
            .orElse(Checksums.none());
    return new ObjectInfo(
        bucket.relative(object.key()),
        object.size() == null ? 0 : object.size(),
        version,
        S3Reads.time(object.lastModified()),
        checksums,
        Optional.empty());
  }
}
