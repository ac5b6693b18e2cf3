package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.account.PriceTable;
import io.lepton.transfer.account.Usage;
import io.lepton.transfer.content.PartPlan;
import io.lepton.transfer.journal.FinishedPart;
import io.lepton.transfer.journal.TransferJournal;
import io.lepton.transfer.listing.KeyPair;
import io.lepton.transfer.listing.MergedListing;
import io.lepton.transfer.pace.ConcurrencyGate;
import io.lepton.transfer.pace.Requests;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Foretells a run from both listings and the journal of earlier runs. Used once, by one thread. */
final class EstimateRun {
  /** Bytes a second that are assumed of a link without a limit. */
  private static final long GBIT = 125_000_000;

  private final Transfer transfer;
  private final Side source;
  private final Side target;
  private final TransferJournal journal;
  private final Consumer<PlannedAction> actions;
  private final Requests requests;
  private final TransferFilter.Test filter;
  private final Outcomes outcomes = new Outcomes();
  private final MetadataFit metadataFit;
  private final DowngradeCheck downgrade;
  private long copies;
  private long copyBytes;
  private long leftBytes;
  private long compares;
  private long lookedAt;
  private long compareBytes;
  private long keeps;
  private long keptBytes;
  private long deletes;
  private long refused;
  private long reads;
  private long glances;
  private long sourceLooks;
  private long targetLooks;
  private long writes;

  EstimateRun(
      Transfer transfer,
      Side source,
      Side target,
      TransferJournal journal,
      Consumer<PlannedAction> actions) {
    this.journal = journal;
    this.transfer = transfer;
    this.source = source;
    this.target = target;
    this.actions = actions;
    this.filter = transfer.filter().compile();
    this.metadataFit = new MetadataFit(target, outcomes);
    this.requests =
        new Requests(
            new ConcurrencyGate(2),
            transfer.retries().attempts(),
            transfer.retries().firstDelay(),
            transfer.retries().longestDelay());
    this.downgrade =
        new DowngradeCheck(transfer, source, target, requests, outcomes, journal::knowsPlain);
  }

  TransferEstimate run() throws InterruptedException {
    long start = System.nanoTime();
    try (MergedSides sides = new MergedSides(requests, outcomes, filter)) {
      MergedListing.Side from = sides.cursor(source);
      MergedListing.Side to = sides.cursor(target);
      downgrade.begin(from, to);
      MergedListing merged = new MergedListing(from, to);
      for (Optional<KeyPair> next = merged.next(); next.isPresent(); next = merged.next()) {
        judge(next.get());
      }
    }
    double listingSeconds = (System.nanoTime() - start) / 1e9;
    long deleteRequests =
        (deletes + target.limits().maxDeleteBatch() - 1) / target.limits().maxDeleteBatch();
    Usage atSource =
        source.usage().plus(new Usage(0, reads + compares + sourceLooks + deletes, 0, 0));
    long targetReads = compares + targetLooks + glances;
    Usage atTarget = target.usage().plus(new Usage(0, targetReads, writes, deleteRequests));
    long bytes = copyBytes - leftBytes + compareBytes;
    return new TransferEstimate(
        copies,
        copyBytes,
        compares + lookedAt,
        compareBytes,
        keeps,
        deletes,
        refused,
        requests.sent() + ofObjects() + deleteRequests,
        copies + compares + lookedAt + keeps,
        copyBytes + compareBytes + keptBytes,
        listingSeconds + seconds(listingSeconds, bytes),
        PriceTable.builtIn()
            .account(
                source.provider().id(),
                target.provider().id(),
                atSource,
                atTarget,
                bytes,
                copyBytes));
  }

  private long ofObjects() {
    return reads + glances + writes + 2 * compares + sourceLooks + targetLooks + deletes;
  }

  private double seconds(double listingSeconds, long bytes) {
    double perRequest = listingSeconds / Math.max(1, requests.sent() / 2.0);
    double waiting = ofObjects() * perRequest / transfer.parallelism();
    return Math.max(waiting, bytes / (double) transfer.bandwidthBytesPerSecond().orElse(GBIT));
  }

  private void judge(KeyPair pair) {
    if (pair.source().isEmpty()) {
      ObjectInfo extra = pair.target().orElseThrow();
      if (transfer
          .mirror()
          .filter(mirror -> MirrorPhase.wouldDelete(mirror, filter, described(target, extra)))
          .isPresent()) {
        deletes++;
        tell(PlannedAction.Verb.DELETE, extra);
      }
      return;
    }
    ObjectInfo object = described(source, pair.source().get());
    if (!filter.passesListed(object) || !filter.passesContentType(object)) {
      return;
    }
    try {
      TargetLimits.check(target, transfer.chunking(), object);
    } catch (CloudException e) {
      refused++;
      tell(PlannedAction.Verb.REFUSE, object);
      return;
    }
    Optional<Boolean> equal = equal(object, pair.target());
    if (equal.isEmpty()) {
      compares++;
      compareBytes += object.sizeBytes();
      tell(PlannedAction.Verb.COMPARE, object);
    } else if (equal.get() && metadataMayDiffer(object, pair.target().orElseThrow())) {
      lookedAt++;
      keptBytes += object.sizeBytes();
      tell(PlannedAction.Verb.COMPARE, object);
    } else if (equal.get()) {
      keeps++;
      keptBytes += object.sizeBytes();
      tell(PlannedAction.Verb.KEEP, object);
    } else {
      downgrade.checkPlace();
      glances += downgrade.looksAt(pair.target()) ? 1 : 0;
      copies++;
      copyBytes += object.sizeBytes();
      countRequestsOfCopy(object);
      tell(PlannedAction.Verb.COPY, object);
    }
  }

  /** Whether the run will ask for metadata that a listing does not tell. */
  private boolean metadataMayDiffer(ObjectInfo object, ObjectInfo before) {
    boolean looks = UntoldMetadata.mayDiffer(object, before, journal.finished(object, before));
    sourceLooks += looks && object.metadata().isEmpty() ? 1 : 0;
    targetLooks += looks && before.metadata().isEmpty() ? 1 : 0;
    return looks;
  }

  /** What listings and journal tell without looking at the objects. */
  private Optional<Boolean> equal(ObjectInfo object, Optional<ObjectInfo> before) {
    if (before.isEmpty() || !metadataFit.same(object, before.get())) {
      return Optional.of(false);
    }
    if (journal.finished(object, before.get()).isPresent()) {
      return Optional.of(true);
    }
    return transfer.strategy() == TransferStrategy.FULL
        ? Optional.of(false)
        : ObjectComparison.byListing(object, before.get());
  }

  private ObjectInfo described(Side side, ObjectInfo listed) {
    return filter.needsMetadata() && listed.metadata().isEmpty()
        ? requests.call(() -> side.store().stat(listed.key())).orElse(listed)
        : listed;
  }

  private void countRequestsOfCopy(ObjectInfo object) {
    boolean large =
        object.sizeBytes() > transfer.chunking().multipartThresholdBytes()
            || object.sizeBytes() > target.limits().maxSinglePutBytes();
    if (!large || !target.can(Capability.MULTIPART_UPLOAD)) {
      reads++; // which describes it
      writes++;
      return;
    }
    reads += object.metadata().isPresent() ? 0 : 1;
    PartPlan plan =
        PartPlan.of(
            object.key(), object.sizeBytes(), transfer.chunking().partBytes(), target.limits());
    List<FinishedPart> left = journal.left(object);
    int parts = plan.count() - left.size();
    reads += parts;
    writes += 1 + parts;
    if (left.isEmpty()) {
      writes++;
    } else {
      glances++; // at what the store holds of them
      leftBytes += left.stream().mapToLong(FinishedPart::sizeBytes).sum();
    }
  }

  private void tell(PlannedAction.Verb verb, ObjectInfo object) {
    actions.accept(new PlannedAction(verb, object.key(), object.sizeBytes()));
  }
}
