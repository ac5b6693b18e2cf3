package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.PlannedAction.Verb;
import io.lepton.transfer.account.PriceTable;
import io.lepton.transfer.account.Usage;
import io.lepton.transfer.content.PartPlan;
import io.lepton.transfer.journal.FinishedPart;
import io.lepton.transfer.journal.TransferJournal;
import io.lepton.transfer.listing.KeyPair;
import io.lepton.transfer.listing.MergedListing;
import io.lepton.transfer.pace.ConcurrencyGate;
import io.lepton.transfer.pace.Requests;
import io.lepton.transfer.pace.WorkPool;
import java.time.Duration;
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
  private final ListedComparison listings;
  private final DowngradeCheck downgrade;
  private final EstimateSums sums = new EstimateSums();

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
    this.listings =
        new ListedComparison(
            transfer.strategy(), new MetadataFit(target, outcomes), journal::finished);
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
    long deletes = sums.objects(Verb.DELETE);
    int batch = target.limits().maxDeleteBatch();
    long deleteRequests = (deletes + batch - 1) / batch;
    long ofObjects = sums.atSource().plus(sums.atTarget()).requests();
    return new TransferEstimate(
        sums.objects(Verb.COPY),
        sums.bytes(Verb.COPY),
        sums.objects(Verb.COMPARE),
        sums.bytesCompared(),
        sums.objects(Verb.KEEP),
        deletes,
        sums.objects(Verb.REFUSE),
        requests.sent() + ofObjects + deleteRequests,
        sums.objects(Verb.COPY, Verb.COMPARE, Verb.KEEP),
        sums.bytes(Verb.COPY, Verb.COMPARE, Verb.KEEP),
        listingSeconds + seconds(listingSeconds, ofObjects),
        PriceTable.builtIn()
            .account(
                source.provider().id(),
                target.provider().id(),
                source.usage().plus(sums.atSource()),
                target.usage().plus(sums.atTarget()).plus(new Usage(0, 0, 0, deleteRequests)),
                sums.bytesRead(),
                sums.bytes(Verb.COPY)));
  }

  private double seconds(double listingSeconds, long ofObjects) {
    double perRequest = listingSeconds / Math.max(1, requests.sent() / 2.0);
    int workers =
        WorkPool.expected(transfer.parallelism(), Duration.ofNanos(requests.quickestNanos()));
    double waiting = ofObjects * perRequest / workers;
    double bandwidth = transfer.bandwidthBytesPerSecond().orElse(GBIT);
    return Math.max(waiting, sums.bytesRead() / bandwidth);
  }

  private void judge(KeyPair pair) {
    if (pair.source().isEmpty()) {
      ObjectInfo extra = pair.target().orElseThrow();
      if (transfer
          .mirror()
          .filter(mirror -> MirrorPhase.wouldDelete(mirror, filter, described(target, extra)))
          .isPresent()) {
        sums.read(1, 0); // whether the source still lacks it
        tell(Verb.DELETE, extra);
      }
      return;
    }
    ObjectInfo object = described(source, pair.source().get());
    if (filter.passesListed(object) && filter.passesContentType(object)) {
      tell(fate(object, pair.target()), object);
    }
  }

  /** What becomes of an object in scope; counts the work that it takes. */
  private Verb fate(ObjectInfo object, Optional<ObjectInfo> before) {
    try {
      TargetLimits.check(target, transfer.chunking(), object);
    } catch (CloudException e) {
      return Verb.REFUSE;
    }
    return switch (listings.of(object, before)) {
      case EQUAL -> Verb.KEEP;
      case SAME_CONTENT -> look(object, before.orElseThrow());
      case UNKNOWN -> compare(object, before.orElseThrow());
      case DIFFERENT -> copy(object, before);
    };
  }

  /** The run will ask for the metadata that a listing does not tell. */
  private Verb look(ObjectInfo object, ObjectInfo before) {
    sums.read(object.metadata().isPresent() ? 0 : 1, before.metadata().isPresent() ? 0 : 1);
    return Verb.COMPARE;
  }

  private Verb compare(ObjectInfo object, ObjectInfo before) {
    if (ObjectComparison.byListing(object, before).isPresent()) {
      return copy(object, Optional.of(before)); // digests that differ, most likely of other bytes
    }
    sums.compared(object.sizeBytes());
    return Verb.COMPARE;
  }

  private Verb copy(ObjectInfo object, Optional<ObjectInfo> before) {
    downgrade.checkPlace();
    sums.read(0, downgrade.looksAt(before) ? 1 : 0);
    countCopy(object);
    return Verb.COPY;
  }

  private ObjectInfo described(Side side, ObjectInfo listed) {
    return filter.needsMetadata() && listed.metadata().isEmpty()
        ? requests.call(() -> side.store().stat(listed.key())).orElse(listed)
        : listed;
  }

  private void countCopy(ObjectInfo object) {
    boolean large =
        object.sizeBytes() > transfer.chunking().multipartThresholdBytes()
            || object.sizeBytes() > target.limits().maxSinglePutBytes();
    if (!large || !target.can(Capability.MULTIPART_UPLOAD)) {
      sums.read(1, 0); // which describes it
      sums.copied(object.sizeBytes(), 1);
      return;
    }
    PartPlan plan =
        PartPlan.of(
            object.key(), object.sizeBytes(), transfer.chunking().partBytes(), target.limits());
    List<FinishedPart> left = journal.left(object);
    int parts = plan.count() - left.size();
    // What an earlier run left is not started anew, but looked at.
    int starts = left.isEmpty() ? 1 : 0;
    sums.read(parts + (object.metadata().isPresent() ? 0 : 1), 1 - starts);
    sums.copied(
        object.sizeBytes() - left.stream().mapToLong(FinishedPart::sizeBytes).sum(),
        starts + parts + 1);
  }

  private void tell(Verb verb, ObjectInfo object) {
    sums.add(verb, object.sizeBytes());
    actions.accept(new PlannedAction(verb, object.key(), object.sizeBytes()));
  }
}
