package io.lepton.spi.storage;

import java.util.Objects;
import java.util.Optional;

/**
 * What to read.
 *
 * @param key the object
 * @param range which bytes; a range that starts at or beyond the end is an error, unless it is
 *     {@link ByteRange#all}
 * @param version the version that must still be current; empty to take the newest
 */
public record ReadRequest(String key, ByteRange range, Optional<String> version) {

  public ReadRequest {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(range, "range");
    Objects.requireNonNull(version, "version");
  }

  /** The whole object in its newest version. */
  public static ReadRequest of(String key) {
    return new ReadRequest(key, ByteRange.all(), Optional.empty());
  }

  /** The whole object, in the version of {@code info} only. */
  public static ReadRequest pinned(ObjectInfo info) {
    return new ReadRequest(info.key(), ByteRange.all(), Optional.of(info.version()));
  }

  /** The same, but only {@code part}. */
  public ReadRequest range(ByteRange part) {
    return new ReadRequest(key, part, version);
  }
}
