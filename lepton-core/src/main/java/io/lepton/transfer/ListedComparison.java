package io.lepton.transfer;

import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.journal.FinishedObject;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the listings of both sides and the journal tell of an object and its copy, without a
 * request. The journal is asked once, and only for what the listings do not tell. Thread safe.
 */
final class ListedComparison {
  private final TransferStrategy strategy;
  private final MetadataFit metadataFit;
  private final BiFunction<ObjectInfo, ObjectInfo, Optional<FinishedObject>> journal;

  /**
   * For one run.
   *
   * @param journal what earlier runs finished of exactly these versions
   */
  ListedComparison(
      TransferStrategy strategy,
      MetadataFit metadataFit,
      BiFunction<ObjectInfo, ObjectInfo, Optional<FinishedObject>> journal) {
    this.strategy = strategy;
    this.metadataFit = metadataFit;
    this.journal = journal;
  }

  /** How far an object and its copy are known. */
  enum Verdict {
    /** There is no copy, or another one, or everything is to be copied. */
    DIFFERENT,
    /** Nothing is left to ask. */
    EQUAL,
    /** The same bytes, but the metadata may differ: only a look at both tells. */
    SAME_CONTENT,
    /** Only looking at more than the listings tells. */
    UNKNOWN
  }

  Verdict of(ObjectInfo source, Optional<ObjectInfo> copy) {
    if (copy.isEmpty() || !metadataFit.same(source, copy.get())) {
      return Verdict.DIFFERENT;
    }
    ObjectInfo target = copy.get();
    if (source.sizeBytes() != target.sizeBytes()) {
      return Verdict.DIFFERENT;
    }
    boolean told =
        strategy != TransferStrategy.FULL
            && ObjectComparison.byListing(source, target).orElse(false);
    if (told && !UntoldMetadata.isUntold(source, target)) {
      return Verdict.EQUAL;
    }
    Optional<FinishedObject> known = journal.apply(source, target);
    if (!told && known.isEmpty()) {
      return strategy == TransferStrategy.FULL ? Verdict.DIFFERENT : Verdict.UNKNOWN;
    }
    return UntoldMetadata.mayDiffer(source, target, known) ? Verdict.SAME_CONTENT : Verdict.EQUAL;
  }
}
