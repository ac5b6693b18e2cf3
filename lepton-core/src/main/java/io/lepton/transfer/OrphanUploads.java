package io.lepton.transfer;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.transfer.journal.JournaledUploads;
import io.lepton.transfer.journal.OpenUpload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Aborts uploads of this transfer whose names were lost: the process died, or the answer was lost,
 * between their start and the journal. Only keys that the journal doubts are looked at, so uploads
 * of anybody else are left alone.
 */
final class OrphanUploads {
  private final RunTools tools;

  OrphanUploads(RunTools tools) {
    this.tools = tools;
  }

  /** Aborts what is found; what cannot be aborted now stays doubted, and is a warning. */
  void sweep() {
    JournaledUploads journal = tools.journal().uploads();
    List<OpenUpload> open = journal.all();
    List<OpenUpload> unnamed = open.stream().filter(upload -> upload.upload().isEmpty()).toList();
    Set<String> keys = new HashSet<>(journal.doubtful());
    unnamed.forEach(upload -> keys.add(upload.key()));
    if (keys.isEmpty()) {
      return;
    }
    Set<String> named =
        open.stream().flatMap(upload -> upload.uploadId().stream()).collect(Collectors.toSet());
    try {
      // Key by key: not every store finds the uploads of keys that hold an object otherwise.
      keys.stream()
          .flatMap(
              key -> tools.requests().call(() -> tools.target().store().listUploads(key)).stream())
          .filter(upload -> !named.contains(upload.id()))
          .forEach(
              upload -> tools.requests().run(() -> tools.target().store().abortUpload(upload)));
      unnamed.forEach(journal::forget);
      journal.settled(keys);
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      keys.forEach(journal::doubt);
      tools.outcomes().warn("unfinished uploads could not be aborted yet (" + e.getMessage() + ")");
    }
  }
}
