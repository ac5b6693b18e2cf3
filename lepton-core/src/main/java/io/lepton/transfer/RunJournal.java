package io.lepton.transfer;

import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.journal.Checkpoints;
import io.lepton.transfer.journal.FinishedObject;
import io.lepton.transfer.journal.FinishedPart;
import io.lepton.transfer.journal.OpenUpload;
import io.lepton.transfer.journal.TransferJournal;
import io.lepton.transfer.manifest.ManifestEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The journal as one run uses it: what earlier runs left, and what this one adds. Thread safe. */
final class RunJournal {
  private final TransferJournal journal;
  private final Checkpoints checkpoints;
  private final boolean hasPast;

  RunJournal(TransferJournal journal, Checkpoints checkpoints) {
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.hasPast = !journal.isEmpty();
  }

  /** Whether an earlier run copied exactly this version and the copy is still there. */
  boolean finishedBefore(ObjectInfo source, ObjectInfo target) {
    return hasPast
        && journal
            .finished(source.key())
            .filter(past -> past.sourceVersion().equals(source.version()))
            .filter(past -> past.targetVersion().equals(target.version()))
            .isPresent();
  }

  void finished(CopiedObject copy) {
    checkpoints.finished(
        new FinishedObject(copy.source().key(), copy.source().version(), copy.target().version()));
  }

  void finished(FinishedPart part) {
    checkpoints.finished(part);
  }

  Optional<OpenUpload> upload(String key) {
    return journal.upload(key);
  }

  List<OpenUpload> uploads() {
    return journal.uploads();
  }

  void doubt(String key) {
    journal.doubt(key);
  }

  Set<String> doubtful() {
    return journal.doubtful();
  }

  void settled(Set<String> keys) {
    journal.settled(keys);
  }

  List<FinishedPart> parts(String uploadId) {
    return journal.parts(uploadId);
  }

  void note(OpenUpload upload) {
    journal.note(upload);
  }

  void forget(OpenUpload upload) {
    journal.forget(upload);
  }

  void manifest(ManifestEntry entry) {
    journal.manifest(entry);
  }
}
