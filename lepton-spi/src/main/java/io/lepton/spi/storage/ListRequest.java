package io.lepton.spi.storage;

import java.util.Objects;
import java.util.Optional;

/**
 * Which objects to list.
 *
 * @param prefix only keys that begin with it
 * @param startAfter only keys after it in {@link ObjectKeys#ORDER}; a key of the last page resumes
 *     a listing, also in another process
 * @param maxObjects at most so many in a page; the store may return fewer
 */
public record ListRequest(String prefix, Optional<String> startAfter, int maxObjects) {

  public ListRequest {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(startAfter, "startAfter");
    if (maxObjects < 1) {
      throw new IllegalArgumentException("maxObjects must be at least 1, not " + maxObjects);
    }
  }

  /** Everything, in pages as large as the store likes. */
  public static ListRequest all() {
    return new ListRequest("", Optional.empty(), 1000);
  }

  /** The page after {@code key}. */
  public ListRequest after(String key) {
    return new ListRequest(prefix, Optional.of(key), maxObjects);
  }
}
