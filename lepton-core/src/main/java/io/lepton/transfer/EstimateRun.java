package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.content.PartPlan;
import io.lepton.transfer.listing.KeyPair;
import io.lepton.transfer.listing.MergedListing;
import io.lepton.transfer.pace.ConcurrencyGate;
import io.lepton.transfer.pace.Requests;
import java.util.Optional;
import java.util.function.Consumer;

/** Foretells a run from both listings. Used once, by one thread. */
final class EstimateRun {
  private final Transfer transfer;
  private final Side source;
  private final Side target;
  private final Consumer<PlannedAction> actions;
  private final Requests requests;
  private final TransferFilter.Test filter;
  private long copies;
  private long copyBytes;
  private long compares;
  private long compareBytes;
  private long keeps;
  private long keptBytes;
  private long deletes;
  private long refused;
  private long transferRequests;

  EstimateRun(Transfer transfer, Side source, Side target, Consumer<PlannedAction> actions) {
    this.transfer = transfer;
    this.source = source;
    this.target = target;
    this.actions = actions;
    this.filter = transfer.filter().compile();
    this.requests =
        new Requests(
            new ConcurrencyGate(2),
            transfer.retries().attempts(),
            transfer.retries().firstDelay(),
            transfer.retries().longestDelay());
  }

  TransferEstimate run() throws InterruptedException {
    try (MergedSides sides = new MergedSides(requests, new Outcomes())) {
      MergedListing merged = sides.merge(source, target);
      for (Optional<KeyPair> next = merged.next(); next.isPresent(); next = merged.next()) {
        judge(next.get());
      }
    }
    long deleteRequests =
        (deletes + target.limits().maxDeleteBatch() - 1) / target.limits().maxDeleteBatch();
    return new TransferEstimate(
        copies,
        copyBytes,
        compares,
        compareBytes,
        keeps,
        deletes,
        refused,
        requests.sent() + transferRequests + deletes + deleteRequests,
        copies + compares + keeps,
        copyBytes + compareBytes + keptBytes);
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
    Optional<Boolean> equal =
        pair.target().isEmpty() || transfer.strategy() == TransferStrategy.FULL
            ? Optional.of(false)
            : ObjectComparison.byListing(object, pair.target().get());
    if (equal.isEmpty()) {
      compares++;
      compareBytes += object.sizeBytes();
      transferRequests += 2;
      tell(PlannedAction.Verb.COMPARE, object);
    } else if (equal.get()) {
      keeps++;
      keptBytes += object.sizeBytes();
      tell(PlannedAction.Verb.KEEP, object);
    } else {
      copies++;
      copyBytes += object.sizeBytes();
      transferRequests += requestsOfCopy(object);
      tell(PlannedAction.Verb.COPY, object);
    }
  }

  private ObjectInfo described(Side side, ObjectInfo listed) {
    return filter.needsMetadata() && listed.metadata().isEmpty()
        ? requests.call(() -> side.store().stat(listed.key())).orElse(listed)
        : listed;
  }

  private long requestsOfCopy(ObjectInfo object) {
    // A small object is described by the read itself.
    boolean buffered = object.sizeBytes() <= transfer.chunking().bufferBytes();
    long describe = buffered || object.metadata().isPresent() ? 0 : 1;
    boolean parts =
        object.sizeBytes() > transfer.chunking().multipartThresholdBytes()
            || object.sizeBytes() > target.limits().maxSinglePutBytes();
    if (!parts || !target.can(Capability.MULTIPART_UPLOAD)) {
      return describe + 2;
    }
    PartPlan plan =
        PartPlan.of(
            object.key(), object.sizeBytes(), transfer.chunking().partBytes(), target.limits());
    return describe + 2 + 2L * plan.count();
  }

  private void tell(PlannedAction.Verb verb, ObjectInfo object) {
    actions.accept(new PlannedAction(verb, object.key(), object.sizeBytes()));
  }
}
