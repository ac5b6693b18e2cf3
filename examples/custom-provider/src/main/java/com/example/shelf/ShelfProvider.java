package com.example.shelf;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.StorageBackend;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps objects in SQLite databases: {@code shelf://name/prefix} lies in {@code name.sqlite} in the
 * folder {@code SHELF_HOME}, or else in {@code shelves} below Lepton's own folder. It offers
 * storage only, and of that no metadata, no copies and no multipart uploads.
 */
public final class ShelfProvider implements CloudProvider {
  static final String ID = "shelf";

  /** A database holds an object in one value. */
  private static final long MAX_OBJECT_BYTES = 256L << 20;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("shelf");
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.CREATE_IF_ABSENT, Capability.REPLACE_IF_UNCHANGED, Capability.BATCH_DELETE);
  }

  @Override
  public Limits limits() {
    return new Limits(
        1, MAX_OBJECT_BYTES, 1, MAX_OBJECT_BYTES, MAX_OBJECT_BYTES, 1024, 1000, 1000, 1);
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    Path folder =
        config.setting("SHELF_HOME").map(Path::of).orElse(config.home().resolve("shelves"));
    StorageBackend storage =
        place -> {
          if (!place.scheme().equals("shelf") || !place.bucket().matches("[A-Za-z0-9_-]+")) {
            throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
                .provider(ID)
                .operation("open")
                .location(place.toString())
                .message("write shelf://name/prefix, with letters, digits, - and _ in the name");
          }
          return new ShelfStore(place, folder.resolve(place.bucket() + ".sqlite"));
        };
    return new CloudBackends() {
      @Override
      public Optional<StorageBackend> storage() {
        return Optional.of(storage);
      }

      @Override
      public void close() {}
    };
  }
}
