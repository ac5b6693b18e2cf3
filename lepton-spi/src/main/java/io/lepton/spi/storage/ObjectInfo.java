package io.lepton.spi.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One object as its store describes it.
 *
 * @param key relative to the store's place
 * @param sizeBytes length of the content
 * @param version opaque; differs whenever the content does (ETag, generation, or for files the
 *     identity and change time)
 * @param lastModified when this version was written or given other metadata, by the store's clock
 *     and at least to the second (S3 and Azure do not count other tags); what a write returns may
 *     be the time of its answer
 * @param checksums digests of the content that the store knows without reading it; listings may
 *     know fewer than {@link ObjectStore#stat}, and there only equality proves something, see
 *     {@link ObjectStore#list}
 * @param metadata headers, user metadata and tags; empty in listings of stores that do not list
 *     them
 */
public record ObjectInfo(
    String key,
    long sizeBytes,
    String version,
    Instant lastModified,
    Checksums checksums,
    Optional<ObjectMetadata> metadata) {

  public ObjectInfo {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(lastModified, "lastModified");
    Objects.requireNonNull(checksums, "checksums");
    Objects.requireNonNull(metadata, "metadata");
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size of '" + key + "' is negative: " + sizeBytes);
    }
  }
}
