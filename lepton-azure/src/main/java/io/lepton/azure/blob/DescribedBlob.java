package io.lepton.azure.blob;

import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A blob as an answer or a listing describes it.
 *
 * @param info with metadata, but for tags
 * @param tagged whether it has tags, which only another request tells
 */
record DescribedBlob(ObjectInfo info, boolean tagged) {

  /** The description, whose metadata is left empty when tags are missing in it. */
  ObjectInfo withoutHalfMetadata() {
    return tagged
        ? new ObjectInfo(
            info.key(),
            info.sizeBytes(),
            info.version(),
            info.lastModified(),
            info.checksums(),
            Optional.empty())
        : info;
  }

  ObjectInfo withTags(Map<String, String> tags) {
    ObjectMetadata metadata = info.metadata().orElseThrow();
    return new ObjectInfo(
        info.key(),
        info.sizeBytes(),
        info.version(),
        info.lastModified(),
        info.checksums(),
        Optional.of(new ObjectMetadata(metadata.headers(), metadata.user(), tags)));
  }

  /** Collects what is told of a blob. Not thread safe. */
  static final class Builder {
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> user = new HashMap<>();
    private Optional<StoredDigest> digest = Optional.empty();
    private String version = "";
    private Instant lastModified = Instant.EPOCH;
    private boolean tagged;

    Builder header(String name, String value) {
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
      return this;
    }

    Builder user(String name, String value) {
      String folded = name.toLowerCase(Locale.ROOT);
      if (folded.equals(StoredDigest.NAME)) {
        digest = StoredDigest.parse(value);
      } else {
        user.put(folded, value);
      }
      return this;
    }

    Builder version(String value) {
      version = value;
      return this;
    }

    Builder lastModified(Instant value) {
      lastModified = value;
      return this;
    }

    Builder tagged(boolean value) {
      tagged = value;
      return this;
    }

    DescribedBlob build(String key, long sizeBytes) {
      Optional<StoredDigest> own =
          digest.filter(stored -> stored.belongsTo(sizeBytes, lastModified));
      if (own.isPresent()
          && own.get().defaultType()
          && BlobMetadata.DEFAULT_TYPE.equals(headers.get("content-type"))) {
        headers.remove("content-type");
      }
      return new DescribedBlob(
          new ObjectInfo(
              key,
              sizeBytes,
              version,
              lastModified,
              own.map(StoredDigest::checksums).orElse(Checksums.none()),
              Optional.of(new ObjectMetadata(headers, user, Map.of()))),
          tagged);
    }
  }
}
