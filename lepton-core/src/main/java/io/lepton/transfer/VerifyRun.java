package io.lepton.transfer;

import io.lepton.event.LeptonEvent;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.transfer.content.BufferPool;
import io.lepton.transfer.content.ContentReader;
import io.lepton.transfer.crypt.Keysets;
import io.lepton.transfer.listing.KeyPair;
import io.lepton.transfer.listing.MergedListing;
import io.lepton.transfer.manifest.ManifestEntry;
import io.lepton.transfer.manifest.ManifestFile;
import io.lepton.transfer.pace.Bandwidth;
import io.lepton.transfer.pace.ConcurrencyGate;
import io.lepton.transfer.pace.Requests;
import io.lepton.transfer.pace.WorkPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One comparison of a place with another or with a manifest. Used once. */
final class VerifyRun implements AutoCloseable {
  private static final String STEP = "verify";

  /** What a place that is not there stands for. */
  enum Absent {
    /** A wrong name or a missing mount. */
    WRONG,
    /** A place that nobody has written to yet. */
    EMPTY
  }

  private final VerifyRequest request;
  private final Absent absent;
  private final Side target;
  private final ObjectStores stores;
  private final Consumer<KeyVerdict> verdicts;
  private final TransferFilter.Test filter;
  private final Requests requests;
  private final ContentReader reader;
  private final WorkPool pool;
  private final ProgressTeller progress;
  private final Outcomes outcomes = new Outcomes();
  private final EncryptionHint hint;
  private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> extra = new ArrayList<>();
  private final List<String> differ = new ArrayList<>();
  private long equal;
  private boolean targetSeen;
  private Optional<Side> source = Optional.empty();

  VerifyRun(
      VerifyRequest request,
      Absent absent,
      Side target,
      ObjectStores stores,
      Consumer<KeyVerdict> verdicts,
      Consumer<LeptonEvent> events) {
    this.request = request;
    this.absent = absent;
    this.target = target;
    this.stores = stores;
    this.verdicts = verdicts;
    this.filter = request.filter().compile();
    Retries retries = Retries.standard();
    this.requests =
        new Requests(
            new ConcurrencyGate(request.parallelism() + 2),
            retries.attempts(),
            retries.firstDelay(),
            retries.longestDelay());
    this.hint = new EncryptionHint(requests, outcomes);
    this.reader =
        new ContentReader(BufferPool.ofThisMachine(), new Bandwidth(OptionalLong.empty()));
    this.pool = new WorkPool("verify", request.parallelism(), this::stop);
    this.progress = new ProgressTeller(STEP, events, this::stop);
  }

  private void stop(Throwable cause) {
    fatal.compareAndSet(null, cause);
    pool.stop();
  }

  VerifyResult run() throws InterruptedException {
    try {
      if (request.reference() instanceof VerifyRequest.Reference.Source source) {
        againstSource(source);
      } else if (request.reference() instanceof VerifyRequest.Reference.Manifest manifest) {
        againstManifest(manifest);
      }
    } catch (RejectedExecutionException e) {
      if (fatal.get() instanceof Error error) {
        throw error;
      }
      throw fatal.get() instanceof RuntimeException cause ? cause : e;
    }
    progress.tell("");
    missing.sort(ObjectKeys.ORDER);
    differ.sort(ObjectKeys.ORDER);
    boolean allEqual =
        missing.isEmpty() && extra.isEmpty() && differ.isEmpty() && !outcomes.anyFailed();
    return new VerifyResult(
        equal,
        missing,
        extra,
        differ,
        allEqual && !passedOverAtSource(),
        outcomes.failures(),
        outcomes.warnings());
  }

  private boolean passedOverAtSource() {
    return request.reference() instanceof VerifyRequest.Reference.Source source
        && outcomes.isPassedOverAt(source.place());
  }

  private void againstSource(VerifyRequest.Reference.Source reference) throws InterruptedException {
    PlaceChecks.checkApart(reference.place(), request.target());
    checkThere("source", reference.place());
    try (Side source = Side.open(stores, reference.place(), request.sourceKeys());
        MergedSides sides = new MergedSides(requests, outcomes, filter)) {
      this.source = Optional.of(source);
      ObjectComparison comparison = new ObjectComparison(source, target, requests, reader);
      walk(
          new MergedListing(
              MergedSides.filtered(sides.cursor(source), filter),
              MergedSides.filtered(sides.cursor(target), filter)),
          (left, right) ->
              switch (request.depth()) {
                case KNOWN_DIGESTS -> comparison.equal(left, right);
                case READ_EVERYTHING -> comparison.equalByReading(left, right);
              });
    }
  }

  private void againstManifest(VerifyRequest.Reference.Manifest reference)
      throws InterruptedException {
    try (ManifestFile.Entries entries =
            ManifestFile.open(reference.file(), reference.signedBy().map(Keysets::proving));
        MergedSides sides = new MergedSides(requests, outcomes, filter)) {
      ObjectComparison comparison = new ObjectComparison(target, target, requests, reader);
      walk(
          new MergedListing(
              MergedSides.filtered(new ManifestSide(entries), filter),
              MergedSides.filtered(sides.cursor(target), filter)),
          (expected, found) ->
              expected.sizeBytes() == found.sizeBytes()
                  && switch (request.depth()) {
                    case KNOWN_DIGESTS -> comparison.targetHas(expected.checksums(), found);
                    case READ_EVERYTHING ->
                        comparison.readAndCompare(target, found, sha256(expected));
                  });
    }
  }

  /** Of the two digests of a manifest, the one that nobody can forge. */
  private static Checksums sha256(ObjectInfo expected) {
    return Checksums.of(expected.checksums().get(ChecksumAlgorithm.SHA256).orElseThrow());
  }

  private void walk(MergedListing merged, Proof proof) throws InterruptedException {
    for (Optional<KeyPair> next = merged.next(); next.isPresent(); next = merged.next()) {
      KeyPair pair = next.get();
      if (pair.target().isEmpty()) {
        checkTarget();
        found(KeyVerdict.Mark.MISSING, pair.key());
      } else if (pair.source().isEmpty()) {
        found(KeyVerdict.Mark.EXTRA, pair.key());
      } else {
        ObjectInfo left = pair.source().get();
        ObjectInfo right = pair.target().get();
        pool.submit(() -> prove(left, right, proof));
      }
    }
    progress.totalKnown();
    pool.awaitIdle();
  }

  /** Only where something should lie there: of nothing, a transfer makes no folder. */
  private void checkTarget() {
    if (!targetSeen) {
      checkThere("target", request.target());
      targetSeen = true;
    }
  }

  private void checkThere(String side, Place place) {
    switch (absent) {
      case WRONG -> PlaceChecks.checkThere(side, place);
      case EMPTY -> {
        // It is listed as one.
      }
    }
  }

  private void prove(ObjectInfo left, ObjectInfo right, Proof proof) {
    progress.planned(left.sizeBytes());
    try {
      boolean same = proof.equal(left, right);
      found(same ? KeyVerdict.Mark.EQUAL : KeyVerdict.Mark.DIFFER, left.key());
      if (!same) {
        hint.differs(left.key(), source, target);
      }
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      outcomes.failed(left.key(), e);
      found(KeyVerdict.Mark.ERROR, left.key());
    }
    progress.passed(left.sizeBytes());
  }

  private synchronized void found(KeyVerdict.Mark mark, String key) {
    switch (mark) {
      case EQUAL -> equal++;
      case MISSING -> missing.add(key);
      case EXTRA -> extra.add(key);
      case DIFFER -> differ.add(key);
      case ERROR -> {
        // Counted among the failures.
      }
    }
    verdicts.accept(new KeyVerdict(mark, key));
  }

  @Override
  public void close() {
    pool.stop();
    pool.close();
  }

  /** How two objects of one key are proven equal. */
  private interface Proof {
    boolean equal(ObjectInfo left, ObjectInfo right);
  }

  /** A manifest as a side of a merge. */
  private static final class ManifestSide implements MergedListing.Side {
    private final ManifestFile.Entries entries;
    private Optional<ObjectInfo> head;

    ManifestSide(ManifestFile.Entries entries) {
      this.entries = entries;
      this.head = entries.next().map(ManifestSide::object);
    }

    private static ObjectInfo object(ManifestEntry entry) {
      return new ObjectInfo(
          entry.key(), entry.size(), "", Instant.EPOCH, entry.checksums(), Optional.empty());
    }

    @Override
    public Optional<ObjectInfo> peek() {
      return head;
    }

    @Override
    public void advance() {
      head = entries.next().map(ManifestSide::object);
    }
  }
}
