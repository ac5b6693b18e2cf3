package io.lepton.transfer;

import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.content.ContentReader;
import io.lepton.transfer.content.ReadDigest;
import io.lepton.transfer.pace.Requests;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether two objects hold the same bytes: by digests that both stores know, else by reading the
 * side that knows none of the other's, else by reading both abreast. Never by date. Thread safe.
 */
final class ObjectComparison {
  /** Cheapest first. */
  private static final List<ChecksumAlgorithm> PREFERENCE =
      List.of(
          ChecksumAlgorithm.CRC32C,
          ChecksumAlgorithm.CRC64NVME,
          ChecksumAlgorithm.SHA256,
          ChecksumAlgorithm.MD5);

  private final Side source;
  private final Side target;
  private final Requests requests;
  private final ContentReader reader;
  private final StatUse sourceStats = new StatUse();
  private final StatUse targetStats = new StatUse();

  ObjectComparison(Side source, Side target, Requests requests, ContentReader reader) {
    this.source = source;
    this.target = target;
    this.requests = requests;
    this.reader = reader;
  }

  /** What the listings alone tell: equal, different, or empty when content must be looked at. */
  static Optional<Boolean> byListing(ObjectInfo left, ObjectInfo right) {
    return left.sizeBytes() != right.sizeBytes()
        ? Optional.of(false)
        : left.checksums().agreesWith(right.checksums());
  }

  /** Looks as far as it takes. */
  boolean equal(ObjectInfo left, ObjectInfo right) {
    if (left.sizeBytes() != right.sizeBytes()) {
      return false;
    }
    if (byListing(left, right).orElse(false)) {
      return true;
    }
    // Listed digests that differ prove nothing: one may be the tag of an encrypted object.
    ObjectInfo leftFull = described(source, left);
    ObjectInfo rightFull = described(target, right);
    return byListing(leftFull, rightFull).orElseGet(() -> byReading(leftFull, rightFull));
  }

  /** Reads both, whatever digests are known. */
  boolean equalByReading(ObjectInfo left, ObjectInfo right) {
    return left.sizeBytes() == right.sizeBytes()
        && requests.read(() -> reader.sameBytes(source.store(), left, target.store(), right));
  }

  /** Whether an object of the target has these digests, of which at least one is known. */
  boolean targetHas(Checksums expected, ObjectInfo object) {
    return object
        .checksums()
        .agreesWith(expected)
        .or(() -> described(target, object).checksums().agreesWith(expected))
        .orElseGet(() -> readAndCompare(target, object, expected));
  }

  boolean readAndCompare(Side side, ObjectInfo object, Checksums expected) {
    ChecksumAlgorithm algorithm = preferred(expected);
    ReadDigest digest = requests.read(() -> reader.digest(side.store(), object, Set.of(algorithm)));
    return digest.checksum(algorithm).equals(expected.get(algorithm));
  }

  private boolean byReading(ObjectInfo left, ObjectInfo right) {
    if (!left.checksums().byAlgorithm().isEmpty()) {
      return readAndCompare(target, right, left.checksums());
    }
    if (!right.checksums().byAlgorithm().isEmpty()) {
      return readAndCompare(source, left, right.checksums());
    }
    return equalByReading(left, right);
  }

  private static ChecksumAlgorithm preferred(Checksums known) {
    return PREFERENCE.stream()
        .filter(algorithm -> known.get(algorithm).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /**
   * With what a stat tells beyond the listing. A store whose stats have never told a digest is not
   * asked on and on: folders know none, and the answer would cost as much as reading.
   */
  private ObjectInfo described(Side side, ObjectInfo listed) {
    StatUse use = side.equals(source) ? sourceStats : targetStats;
    if (listed.metadata().isPresent() || !use.worthwhile()) {
      return listed;
    }
    // A version that is no longer the listed one is found out by the pinned read that follows.
    ObjectInfo found =
        requests
            .call(() -> side.store().stat(listed.key()))
            .filter(now -> now.version().equals(listed.version()))
            .orElse(listed);
    use.told(found.checksums());
    return found;
  }

  /** Whether asking for a description has ever told a digest. */
  private static final class StatUse {
    private static final int TRIES = 16;
    private final AtomicInteger tries = new AtomicInteger();
    private volatile boolean tells;

    boolean worthwhile() {
      return tells || tries.get() < TRIES;
    }

    void told(Checksums checksums) {
      tries.incrementAndGet();
      if (!checksums.byAlgorithm().isEmpty()) {
        tells = true;
      }
    }
  }
}
