package io.lepton.spi.storage;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The digests known of one object, at most one of each algorithm.
 *
 * @param byAlgorithm digests by algorithm
 */
public record Checksums(Map<ChecksumAlgorithm, Checksum> byAlgorithm) {
  private static final Checksums NONE = new Checksums(Map.of());

  public Checksums {
    byAlgorithm = Map.copyOf(byAlgorithm);
  }

  /** Nothing known. */
  public static Checksums none() {
    return NONE;
  }

  /** These digests. */
  public static Checksums of(Checksum... checksums) {
    if (checksums.length == 1) {
      // All that a listing tells of each of its objects.
      return new Checksums(Map.of(checksums[0].algorithm(), checksums[0]));
    }
    Map<ChecksumAlgorithm, Checksum> map = new EnumMap<>(ChecksumAlgorithm.class);
    for (Checksum checksum : checksums) {
      if (map.put(checksum.algorithm(), checksum) != null) {
        throw new IllegalArgumentException("two digests of " + checksum.algorithm());
      }
    }
    return new Checksums(map);
  }

  /** The digest of one algorithm. */
  public Optional<Checksum> get(ChecksumAlgorithm algorithm) {
    return Optional.ofNullable(byAlgorithm.get(algorithm));
  }

  /**
   * Compares by every algorithm that both sides know: equal, different, or empty when they share
   * none and nothing can be said.
   */
  public Optional<Boolean> agreesWith(Checksums other) {
    boolean shared = false;
    for (Map.Entry<ChecksumAlgorithm, Checksum> entry : byAlgorithm.entrySet()) {
      Checksum theirs = other.byAlgorithm.get(entry.getKey());
      if (theirs != null) {
        if (!theirs.equals(entry.getValue())) {
          return Optional.of(false);
        }
        shared = true;
      }
    }
    return shared ? Optional.of(true) : Optional.empty();
  }
}
