package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.ListedComparison.Verdict;
import io.lepton.transfer.journal.OpenUpload;
import io.lepton.transfer.listing.KeyPair;
import io.lepton.transfer.listing.MarkedListing;
import io.lepton.transfer.listing.MergedListing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run: walks both listings, hands objects to the workers, and closes with the mirror's
 * deletions. Its thread only decides; workers compare and copy.
 */
final class TransferRun {
  private static final String SOURCE = "source";
  private static final String TARGET = "target";

  private final Transfer transfer;
  private final RunTools tools;
  private final TransferFilter.Test filter;
  private final ObjectCopier copier;
  private final ListedComparison listings;
  private final MetadataLook look;
  private final LargeObjectCopier uploads;
  private final OrphanUploads orphans;
  private final ManifestCollector manifest;
  private final Optional<MirrorPhase> mirror;
  private final DowngradeCheck downgrade;
  private long sourceObjects;

  /** Objects that the source holds, of those seen so far. */
  long sourceObjects() {
    return sourceObjects;
  }

  TransferRun(RunTools tools) {
    this.tools = tools;
    this.transfer = tools.transfer();
    this.filter = transfer.filter().compile();
    this.copier = new ObjectCopier(tools);
    this.listings =
        new ListedComparison(
            transfer.strategy(), copier.metadataFit(), tools.journal()::finishedBefore);
    this.look = new MetadataLook(tools.requests(), tools.outcomes());
    this.uploads = copier.large();
    this.orphans = new OrphanUploads(tools);
    this.manifest = new ManifestCollector(tools);
    this.mirror = transfer.mirror().map(value -> new MirrorPhase(value, filter, tools));
    this.downgrade =
        new DowngradeCheck(
            transfer,
            tools.source(),
            tools.target(),
            tools.requests(),
            tools.outcomes(),
            tools.journal()::knowsPlain);
  }

  /** Runs to the end; failures are in the outcomes. */
  void run() throws InterruptedException {
    boolean applies = transfer.mode() == Transfer.Mode.APPLY;
    if (applies) {
      orphans.sweep();
    }
    boolean complete = walk();
    tools.progress().totalKnown();
    tools.pool().awaitIdle();
    if (complete) {
      if (mirror.isPresent()) {
        mirror.get().run(sourceObjects);
      }
      if (applies) {
        abortAbandonedUploads();
        orphans.sweep();
      }
    }
    tools.progress().tell("");
  }

  /** An upload has a future only when its object failed: then the next run continues it. */
  private void abortAbandonedUploads() {
    List<OpenUpload> open = tools.journal().uploads().all();
    if (!open.isEmpty()) {
      Set<String> failed =
          tools.outcomes().failures().stream()
              .map(TransferFailure::key)
              .collect(Collectors.toSet());
      open.stream()
          .filter(upload -> upload.upload().isPresent() && !failed.contains(upload.key()))
          .forEach(uploads::abort);
    }
  }

  /** Whether every object was seen. */
  private boolean walk() throws InterruptedException {
    try (MergedSides sides = new MergedSides(tools.requests(), tools.outcomes(), filter)) {
      MarkedListing source = marked(sides, tools.source(), SOURCE);
      MarkedListing target = marked(sides, tools.target(), TARGET);
      downgrade.begin(source, target);
      MergedListing merged = new MergedListing(source, target);
      for (Optional<KeyPair> next = merged.next(); next.isPresent(); next = merged.next()) {
        decide(next.get());
        if (tools.outcomes().tooManyFailed()) {
          tools
              .outcomes()
              .failed(
                  "",
                  ErrorKind.CANCELLED,
                  "the run stopped after "
                      + Outcomes.MOST_FAILURES
                      + " failures; mend their cause and run again");
          return false;
        }
      }
      tools.journal().marks(SOURCE, source.marks());
      tools.journal().marks(TARGET, target.marks());
      return true;
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      // What was listed is still copied; that the rest was never seen is a failure of its own.
      tools.outcomes().failed("", e);
      return false;
    }
  }

  private MarkedListing marked(MergedSides sides, Side side, String name) {
    return new MarkedListing(
        sides.ranged(side, tools.journal().marks(name)),
        Math.min(ListRequest.all().maxObjects(), side.limits().maxListPage()));
  }

  private void decide(KeyPair pair) throws InterruptedException {
    Optional<ObjectInfo> before = pair.target();
    if (pair.source().isEmpty()) {
      ObjectInfo extra = before.orElseThrow();
      mirror.ifPresent(phase -> phase.extra(extra));
      return;
    }
    ObjectInfo object = pair.source().get();
    sourceObjects++;
    if (!filter.passesListed(object)) {
      return;
    }
    Verdict verdict = listings.of(object, before);
    if (verdict == Verdict.EQUAL && !filter.needsMetadata() && transfer.manifest().isEmpty()) {
      tools.outcomes().skipped.increment();
    } else {
      tools.pool().submit(() -> handle(object, before, verdict));
    }
  }

  private void handle(ObjectInfo object, Optional<ObjectInfo> before, Verdict verdict) {
    try {
      Optional<ObjectInfo> described = inScope(object);
      if (described.isEmpty()) {
        return;
      }
      if (verdict == Verdict.EQUAL) {
        leave(described.get());
      } else if (filter.needsMetadata()) {
        // A description tells more than the listing, and perhaps of a newer version.
        settle(described.get(), before, listings.of(described.get(), before));
      } else {
        settle(object, before, verdict);
      }
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      tools.outcomes().failed(object.key(), e);
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      // A provider that breaks its promises spoils one object, not the run.
      tools.outcomes().failed(object.key(), e);
    }
  }

  /**
   * Compares and copies what differs. Where one side is no longer the version that was listed,
   * which a folder's file is after no more than a change of its rights or links, both are looked at
   * anew.
   */
  private void settle(ObjectInfo listed, Optional<ObjectInfo> listedBefore, Verdict verdict) {
    ObjectInfo object = listed;
    Optional<ObjectInfo> before = listedBefore;
    boolean equal;
    try {
      equal = isEqual(object, before, verdict);
    } catch (CloudException e) {
      if (e.kind() != ErrorKind.PRECONDITION_FAILED && e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
      object = copier.newest(object, e);
      before = copier.atTarget(object.key());
      equal = isEqual(object, before, listings.of(object, before));
    }
    if (equal) {
      tools.journal().foundEqual(object, before.orElseThrow());
      leave(object);
    } else {
      copy(object, before);
    }
  }

  private void leave(ObjectInfo object) {
    tools.outcomes().skipped.increment();
    manifest.kept(object);
  }

  private Optional<ObjectInfo> inScope(ObjectInfo listed) {
    if (!filter.needsMetadata()) {
      return Optional.of(listed);
    }
    ObjectInfo described =
        listed.metadata().isPresent()
            ? listed
            : tools
                .requests()
                .call(() -> tools.source().store().stat(listed.key()))
                .orElseThrow(() -> Errors.changed(listed));
    return Optional.of(described).filter(filter::passesContentType);
  }

  private boolean isEqual(ObjectInfo object, Optional<ObjectInfo> before, Verdict verdict) {
    return switch (verdict) {
      case DIFFERENT -> false;
      case EQUAL -> true;
      case SAME_CONTENT -> looksEqual(object, before.orElseThrow(), true);
      case UNKNOWN -> looksEqual(object, before.orElseThrow(), false);
    };
  }

  private boolean looksEqual(ObjectInfo object, ObjectInfo before, boolean sameContent) {
    ObjectInfo left = object;
    ObjectInfo right = before;
    try {
      if (sameContent || UntoldMetadata.mayDiffer(left, right, Optional.empty())) {
        // Before the content is compared, which then asks for no description once more.
        left = look.at(tools.source(), left);
        right = look.at(tools.target(), right);
      }
      return copier.metadataFit().same(left, right)
          && (sameContent || tools.comparison().equal(left, right));
    } catch (CloudException e) {
      if (e.kind() != ErrorKind.DATA_CORRUPTED) {
        throw e;
      }
      // What is damaged or no cipher text at the target is copied anew; a source that is damaged
      // fails when it is read for that.
      return false;
    }
  }

  private void copy(ObjectInfo object, Optional<ObjectInfo> before) {
    downgrade.check(object, before);
    tools.progress().planned(object.sizeBytes());
    switch (transfer.mode()) {
      case DRY_RUN -> {
        TargetLimits.check(tools.target(), transfer.chunking(), object);
        tools.outcomes().bytes.add(object.sizeBytes());
      }
      case APPLY -> {
        tools.journal().looked(object);
        CopiedObject copy = copier.copy(object, before);
        tools.journal().finished(object, copy);
        manifest.copied(copy);
        tools.outcomes().bytes.add(copy.source().sizeBytes());
      }
    }
    tools.outcomes().copied.increment();
  }
}
