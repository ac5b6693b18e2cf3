package io.lepton.spi.storage;

import java.util.Objects;
import java.util.Optional;

/**
 * What to write.
 *
 * @param key the object
 * @param content its bytes
 * @param metadata kept beside them
 * @param precondition what must hold for the write to take effect
 * @param checksum what the stored bytes must have as digest, when known beforehand
 */
public record PutRequest(
    String key,
    ObjectContent content,
    ObjectMetadata metadata,
    Precondition precondition,
    Optional<Checksum> checksum) {

  public PutRequest {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(precondition, "precondition");
    Objects.requireNonNull(checksum, "checksum");
  }

  /** Writes {@code content} under {@code key}, replacing what is there. */
  public static PutRequest of(String key, ObjectContent content) {
    return new PutRequest(
        key, content, ObjectMetadata.none(), Precondition.none(), Optional.empty());
  }

  /** The same with metadata. */
  public PutRequest metadata(ObjectMetadata value) {
    return new PutRequest(key, content, value, precondition, checksum);
  }

  /** The same with a precondition. */
  public PutRequest precondition(Precondition value) {
    return new PutRequest(key, content, metadata, value, checksum);
  }

  /** The same with the digest that the stored bytes must have. */
  public PutRequest checksum(Checksum value) {
    return new PutRequest(key, content, metadata, precondition, Optional.of(value));
  }
}
