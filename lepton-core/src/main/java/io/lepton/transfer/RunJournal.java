package io.lepton.transfer;

import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.journal.Checkpoints;
import io.lepton.transfer.journal.FinishedObject;
import io.lepton.transfer.journal.FinishedPart;
import io.lepton.transfer.journal.JournaledUploads;
import io.lepton.transfer.journal.ManifestLines;
import io.lepton.transfer.journal.TransferJournal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The journal as one run uses it: what earlier runs left, and what this one adds. Thread safe. */
final class RunJournal {
  private static final Duration RACY = Duration.ofSeconds(2);
  private static final int WORTHWHILE_MARKS = 4;

  private final TransferJournal journal;
  private final Checkpoints checkpoints;
  private final boolean hasPast;
  private final boolean ofFolder;
  private final Instant start = Instant.now();
  private volatile boolean worthRemembering;

  RunJournal(TransferJournal journal, Checkpoints checkpoints, Side source) {
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.ofFolder = source.isFolder();
    this.hasPast = !journal.isEmpty();
  }

  /** What is known where an earlier run copied exactly this version and the copy is still there. */
  Optional<FinishedObject> finishedBefore(ObjectInfo source, ObjectInfo target) {
    if (!hasPast) {
      return Optional.empty();
    }
    Optional<FinishedObject> known = journal.finished(source, target);
    remember(known.isPresent());
    return known;
  }

  /** Whether what lies at the target was written by an earlier run and is none encrypted. */
  boolean knowsPlain(ObjectInfo target) {
    return hasPast && journal.knowsPlain(target);
  }

  /** {@code copy} was made of what was listed as {@code listed}. */
  void finished(ObjectInfo listed, CopiedObject copy) {
    // The next run knows a change by the clock of the source alone.
    remember(UntoldMetadata.isUncertain(listed, copy.target()));
    proven(copy.source(), copy.target(), copy.form(), listed.lastModified());
  }

  /** The listing of the source tells too little of {@code listed} to compare it by. */
  void looked(ObjectInfo listed) {
    remember(listed.checksums().get(ChecksumAlgorithm.CRC32C).isEmpty());
  }

  /** Both hold the same bytes; only looking at more than their listings could tell. */
  void foundEqual(ObjectInfo source, ObjectInfo target) {
    remember(true);
    proven(source, target, FinishedObject.Form.UNKNOWN, source.lastModified());
  }

  private void proven(
      ObjectInfo source, ObjectInfo target, FinishedObject.Form form, Instant modified) {
    // A file's version is its times, which are as coarse as the kernel's ticks: one that was just
    // written could be written again and look the same (git knows this as a racy entry).
    if (!ofFolder || source.lastModified().isBefore(Instant.now().minus(RACY))) {
      checkpoints.finished(
          new FinishedObject(
              source.key(), source.version(), target.version(), form, unmistakable(modified)));
    }
  }

  /**
   * A time that tells whether the source was given other metadata since this run began. One in
   * whole seconds, as S3 and Azure tell it, does not when that second may not have been over.
   */
  private Optional<Instant> unmistakable(Instant modified) {
    return Optional.of(modified)
        .filter(
            time ->
                !time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                    || time.isBefore(start.minus(RACY)));
  }

  private void remember(boolean worthwhile) {
    if (worthwhile) {
      worthRemembering = true;
    }
  }

  /**
   * Whether the next run is spared requests or reading by what this one proved: listings alone did
   * not tell, or were long.
   */
  boolean worthRemembering() {
    return worthRemembering;
  }

  /** Keys that cut one side's listing, as the last run left them. */
  List<String> marks(String side) {
    return journal.marks().of(side);
  }

  /** Keeps marks of one side's listing, unless it is short. */
  void marks(String side, List<String> keys) {
    boolean isLong = keys.size() >= WORTHWHILE_MARKS;
    remember(isLong);
    journal.marks().keep(side, isLong ? keys : List.of());
  }

  void finished(FinishedPart part) {
    checkpoints.finished(part);
  }

  /** The uploads in parts that are open. */
  JournaledUploads uploads() {
    return journal.uploads();
  }

  /** The manifest that this run fills. */
  ManifestLines manifest() {
    return journal.manifest();
  }
}
