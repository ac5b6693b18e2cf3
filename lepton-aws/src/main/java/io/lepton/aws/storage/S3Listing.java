package io.lepton.aws.storage;

import io.lepton.http.HttpResponse;
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
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Pages of keys. A page is asked for by the key to continue after, never by a token, which may
 * expire and means nothing to another process. Thread safe.
 */
final class S3Listing {
  private final S3Http http;
  private final S3Bucket bucket;
  private final S3Errors errors;

  S3Listing(S3Http http, S3Bucket bucket, S3Errors errors) {
    this.http = http;
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
      ListedPage answer = ask(request, after, token);
      for (ListedPage.Entry object : answer.entries()) {
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
      if (!answer.truncated()) {
        return new ListPage(objects, skipped, Optional.empty());
      }
      if (!objects.isEmpty()) {
        return new ListPage(objects, skipped, Optional.of(bucket.relative(last)));
      }
      // A page may be empty although there are more: only its token leads on.
      token = answer.token();
      if (token == null) {
        throw errors
            .of(ErrorKind.UNKNOWN, S3Action.LIST, request.prefix())
            .retryable()
            .message("the server tells of more keys but not how to get them");
      }
    }
  }

  private ListedPage ask(ListRequest request, String after, @Nullable String token) {
    S3Call list = S3Call.bucket("GET");
    if (token != null) {
      list.query("continuation-token", token);
    }
    int most = Math.min(request.maxObjects(), S3Limits.OF_SERVICE.maxListPage());
    list.query("encoding-type", "url")
        .query("list-type", "2")
        .query("max-keys", Integer.toString(most))
        .query("prefix", bucket.prefix() + request.prefix());
    if (!after.isEmpty()) {
      list.query("start-after", after);
    }
    return errors.guard(
        S3Action.LIST,
        request.prefix(),
        () -> {
          try (HttpResponse answer = http.open(list)) {
            return ListedPage.read(answer.stream());
          } catch (XMLStreamException e) {
            throw errors.translate(S3Action.LIST, request.prefix(), e, false);
          }
        });
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

  private ObjectInfo info(ListedPage.Entry object) {
    String version = S3Checksums.version(object.etag());
    Checksums checksums =
        S3Checksums.md5(version)
            .map(md5 -> Checksums.of(new Checksum[] {md5}))
            .orElse(Checksums.none());
    return new ObjectInfo(
        bucket.relative(object.key()),
        object.sizeBytes(),
        version,
        object.lastModified(),
        checksums,
        Optional.empty());
  }
}
