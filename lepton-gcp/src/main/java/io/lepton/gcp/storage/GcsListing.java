package io.lepton.gcp.storage;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists objects in the order of the service, which is that of UTF-8 bytes. A page starts at a key
 * and not at a token, so that any process can go on; tokens lead on only where a page of the
 * service brings nothing. Thread safe.
 */
final class GcsListing {
  static final int MOST = 1000;
  private static final String FIELDS =
      "fields=nextPageToken%2Citems(" + ObjectResource.FIELDS.replace(",", "%2C") + ")";

  private final GcsClient client;
  private final String bucket;
  private final String placePrefix;

  GcsListing(GcsClient client, Place place) {
    this.client = client;
    this.bucket = place.bucket();
    this.placePrefix = place.prefix();
  }

  ListPage page(ListRequest request) throws IOException {
    String prefix = placePrefix + request.prefix();
    String after = request.startAfter().map(key -> placePrefix + key).orElse("");
    // The start is inclusive: one more is asked for, because the key itself comes again.
    int most = Math.min(MOST, request.maxObjects() + (after.isEmpty() ? 0 : 1));
    Optional<String> token = Optional.empty();
    String start = after;
    while (true) {
      ObjectResource.Page page = raw(prefix, start, most, token);
      List<ObjectInfo> objects = new ArrayList<>(page.objects().size());
      for (ObjectResource object : page.objects()) {
        if (!object.name().equals(after)
            && !UploadNames.isReserved(object.name())
            && objects.size() < request.maxObjects()) {
          objects.add(object.below(placePrefix));
        }
      }
      boolean last = page.nextToken().isEmpty();
      if (last || !objects.isEmpty()) {
        boolean cut = objects.size() == request.maxObjects();
        boolean more = !last || (cut && !isLast(page, objects));
        return new ListPage(
            objects,
            List.of(),
            more ? Optional.of(objects.get(objects.size() - 1).key()) : Optional.empty());
      }
      token = page.nextToken();
      if (endsReserved(page)) {
        start = UploadNames.AFTER_RESERVED;
        token = Optional.empty();
      }
    }
  }

  /** Whether the last object that is handed over is the last of the service's page. */
  private boolean isLast(ObjectResource.Page page, List<ObjectInfo> objects) {
    String last = page.objects().get(page.objects().size() - 1).name();
    return last.equals(placePrefix + objects.get(objects.size() - 1).key());
  }

  private static boolean endsReserved(ObjectResource.Page page) {
    List<ObjectResource> objects = page.objects();
    return !objects.isEmpty() && UploadNames.isReserved(objects.get(objects.size() - 1).name());
  }

  /** All objects whose names begin with {@code prefix}, reserved or not. */
  List<ObjectResource> all(String prefix) throws IOException {
    List<ObjectResource> objects = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      ObjectResource.Page page = raw(prefix, "", MOST, token);
      objects.addAll(page.objects());
      token = page.nextToken();
    } while (token.isPresent());
    return objects;
  }

  private ObjectResource.Page raw(String prefix, String start, int most, Optional<String> token)
      throws IOException {
    StringBuilder query = new StringBuilder(FIELDS).append("&maxResults=").append(most);
    parameter(query, "prefix", prefix);
    parameter(query, "startOffset", start);
    parameter(query, "pageToken", token.orElse(""));
    return client.call("GET", client.objects(bucket, query.toString()), ObjectResource::readPage);
  }

  private static void parameter(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query.append('&').append(name).append('=').append(Encoded.component(value));
    }
  }
}
