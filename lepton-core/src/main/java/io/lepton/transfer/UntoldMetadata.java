package io.lepton.transfer;

import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.journal.FinishedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the metadata of two objects with the same content may differ although listings do not
 * tell it: those of S3 never do, those of Azure not that of tagged blobs. It can only where the
 * source was modified after its copy was made. An entry of the journal knows that to the second, by
 * the source's own clock alone. Without one the two stores' times are compared, whose clocks may
 * disagree: what cannot be ruled out counts, for a needless look costs a request a side, and once,
 * because the journal keeps its outcome, while a missed one would leave the old metadata for good.
 */
final class UntoldMetadata {
  /**
   * S3 and Azure refuse requests that are signed 15 minutes off their clocks (RequestTimeTooSkewed
   * in "Error responses" of the S3 reference; "Authorize with Shared Key" of Azure's), and a
   * folder's clock is the caller's own. So two of them are never more than twice that apart.
   */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(30);

  private UntoldMetadata() {}

  /** Whether a listing told too little to compare the metadata. */
  static boolean isUntold(ObjectInfo source, ObjectInfo target) {
    return source.metadata().isEmpty() || target.metadata().isEmpty();
  }

  /**
   * Whether only a look at both tells.
   *
   * @param known what the journal has of exactly these versions
   */
  static boolean mayDiffer(ObjectInfo source, ObjectInfo target, Optional<FinishedObject> known) {
    if (!isUntold(source, target)) {
      return false;
    }
    Optional<Instant> seen = known.flatMap(FinishedObject::sourceModified);
    return seen.map(time -> !time.equals(source.lastModified()))
        .orElseGet(() -> isLater(source, target));
  }

  /** Whether the source may have been modified later than the target was written. */
  static boolean isLater(ObjectInfo source, ObjectInfo target) {
    return source.lastModified().plus(CLOCK_SKEW).isAfter(target.lastModified());
  }
}
