package io.lepton.migrate;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.transfer.ObjectStores;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells whether anything changed at a place without reading content: a digest over the listing's
 * keys, sizes and versions. Equal digests mean that no object was added, removed or rewritten.
 */
final class PlaceDigest {

  private PlaceDigest() {}

  static String of(ObjectStores stores, Place place) {
    Hasher hasher = Hashing.sha256().newHasher();
    forEach(
        stores,
        place,
        object ->
            hasher
                .putString(object.key(), StandardCharsets.UTF_8)
                .putByte((byte) 0)
                .putLong(object.sizeBytes())
                .putString(object.version(), StandardCharsets.UTF_8)
                .putByte((byte) 0));
    return hasher.hash().toString();
  }

  /** The same where the place may be one object. */
  static String ofNamed(ObjectStores stores, Place place) {
    return NamedObject.find(stores, place)
        .map(object -> object.sizeBytes() + "@" + object.version())
        .orElseGet(() -> of(stores, place));
  }

  /** Tells every object at a place in key order, one page in memory at a time. */
  static void forEach(ObjectStores stores, Place place, Consumer<ObjectInfo> sink) {
    try (ObjectStore store = stores.open(place)) {
      Optional<ListRequest> request = Optional.of(ListRequest.all());
      while (request.isPresent()) {
        ListPage page = store.list(request.get());
        page.objects().forEach(sink);
        request = page.next().map(ListRequest.all()::after);
      }
    }
  }
}
