package io.lepton.migrate;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.transfer.ObjectStores;
import java.util.Optional;

/**
 * A URI in a migration file may name one object where a {@link Place} names a folder of them:
 * {@code gs://lake/target.csv}. This is the object that a place would be.
 *
 * @param parent the place above
 * @param key its key there
 */
record NamedObject(Place parent, String key) {

  /** The object's name, whether it exists or not; empty for a whole bucket. */
  static Optional<NamedObject> of(Place place) {
    String prefix = place.prefix();
    if (prefix.length() < 2) {
      return Optional.empty();
    }
    String path = prefix.substring(0, prefix.length() - 1);
    int slash = path.lastIndexOf('/') + 1;
    return Optional.of(
        new NamedObject(
            new Place(place.scheme(), place.bucket(), path.substring(0, slash)),
            path.substring(slash)));
  }

  /** Describes the object; empty when the place is a folder or not there. */
  static Optional<ObjectInfo> find(ObjectStores stores, Place place) {
    Optional<NamedObject> named = of(place);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    try (ObjectStore store = stores.open(named.get().parent())) {
      return store.stat(named.get().key());
    }
  }
}
