package io.lepton.gcp.storage;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what is written to a bucket can be deleted again at once, as the parts of a parallel
 * composite upload must be. It cannot where the bucket has a retention policy ("Bucket Lock", Cloud
 * Storage documentation) or holds new objects by default ("Object holds", the same): the bucket's
 * resource says so, and who may not read that finds it at an object. Asked for once a bucket.
 * Thread safe.
 */
final class Retention {
  private static final Set<Integer> MAY_BE_ANSWERED = Set.of(403, 404, 405, 501);

  private final GcsClient client;
  private final String bucket;
  private volatile Optional<Boolean> known = Optional.empty();

  Retention(GcsClient client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /** Whether the bucket keeps its objects; empty when only an object tells. */
  Optional<Boolean> ofBucket() throws IOException {
    if (known.isEmpty()) {
      try {
        learn(client.bucket(bucket, "fields=name%2CretentionPolicy%2CdefaultEventBasedHold"));
      } catch (RefusedException e) {
        // To read an object does not include to read its bucket (storage.buckets.get), and servers
        // that only speak the protocol may not know the request.
        if (!MAY_BE_ANSWERED.contains(e.status())) {
          throw e;
        }
      }
    }
    return known;
  }

  /** Whether the bucket keeps its objects, as one tells that was written just now. */
  boolean ofObject(String name) throws IOException {
    return learn(
        client.object(bucket, name, "fields=name%2CretentionExpirationTime%2CeventBasedHold"));
  }

  private boolean learn(String url) throws IOException {
    boolean keeps = client.call("GET", url, Retention::read);
    known = Optional.of(keeps);
    return keeps;
  }

  private static boolean read(JsonReader json) throws IOException {
    boolean keeps = false;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "retentionPolicy", "retentionExpirationTime" -> {
          keeps |= json.peek() != JsonToken.NULL;
          json.skipValue();
        }
        case "defaultEventBasedHold", "eventBasedHold" -> keeps |= json.nextBoolean();
        default -> json.skipValue();
      }
    }
    json.endObject();
    return keeps;
  }
}
