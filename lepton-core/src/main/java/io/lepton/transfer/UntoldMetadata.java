package io.lepton.transfer;

import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.journal.FinishedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whether the metadata of two objects with the same content may differ although listings do not
 * tell it: those of S3 never do, those of Azure not that of tagged blobs. It can only where the
 * source was modified after its copy was made. An entry of the journal knows that by the source's
 * own clock. Without one the clocks of the two stores are taken to agree to the second, as those of
 * the clouds do: to rule out more would ask for objects by the million again and again where no
 * journal is kept.
 */
final class UntoldMetadata {
  /**
   * S3 and Azure refuse requests that are signed 15 minutes off their clocks (RequestTimeTooSkewed
   * in "Error responses" of the S3 reference; "Authorize with Shared Key" of Azure's), and a
   * folder's clock is the caller's own. So two of them are never more than twice that apart.
   */
  private static final Duration MOST_SKEW = Duration.ofMinutes(30);

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
    if (known.isEmpty()) {
      return !source.lastModified().isBefore(target.lastModified().truncatedTo(ChronoUnit.SECONDS));
    }
    Optional<Instant> seen = known.get().sourceModified();
    return seen.map(time -> !time.equals(source.lastModified()))
        .orElseGet(() -> isUncertain(source, target));
  }

  /** Whether their dates alone do not tell, should the clocks disagree. */
  static boolean isUncertain(ObjectInfo source, ObjectInfo target) {
    return source.lastModified().plus(MOST_SKEW).isAfter(target.lastModified());
  }
}
