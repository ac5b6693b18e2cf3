package io.lepton.transfer;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.UploadedPart;
import io.lepton.transfer.content.PartPlan;
import io.lepton.transfer.content.PinnedContent;
import io.lepton.transfer.journal.FinishedPart;
import io.lepton.transfer.pace.Requests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one upload. The leading thread takes parts like any helper of the pool, and at the
 * end waits only for parts that others have begun.
 */
final class PartsInFlight {
  private final RunTools tools;
  private final ObjectInfo object;
  private final MultipartUpload upload;
  private final PartPlan plan;
  private final Map<Integer, Done> done;
  private int next = 1;
  private int inFlight;
  private @Nullable RuntimeException failure;

  PartsInFlight(
      RunTools tools,
      ObjectInfo object,
      MultipartUpload upload,
      PartPlan plan,
      Map<Integer, Done> done) {
    this.tools = tools;
    this.object = object;
    this.upload = upload;
    this.plan = plan;
    this.done = new TreeMap<>(done);
    done.values().forEach(part -> tools.progress().passed(part.part().sizeBytes()));
  }

  /** A part at the target, with the CRC32C of its bytes as they were read. */
  record Done(UploadedPart part, long crc32c) {

    /** The part with a digest, which a store that keeps none needs to tell that of the whole. */
    UploadedPart described() {
      return part.checksum().isPresent()
          ? part
          : new UploadedPart(
              part.number(), part.sizeBytes(), part.etag(), Optional.of(Checksum.crc32c(crc32c)));
    }
  }

  /** Sends every part that is not there yet; returns when no part is in flight any more. */
  void run() {
    int helpers = Math.min(tools.streams().countFree(), plan.count() - done.size()) - 1;
    for (int i = 0; i < helpers; i++) {
      tools.pool().help(this::help);
    }
    lead();
    awaitOthers();
  }

  synchronized List<UploadedPart> uploaded() {
    return done.values().stream().map(Done::described).toList();
  }

  /** Of the whole object. */
  synchronized long crc32c() {
    long crc = 0;
    for (Done part : done.values()) {
      crc = Crc32cCombiner.combine(crc, part.crc32c(), part.part().sizeBytes());
    }
    return crc;
  }

  /** The leader waits for its turn, so that every object gets on. */
  private void lead() {
    while (hasMore()) {
      tools.streams().enter();
      try {
        workOnce();
      } finally {
        tools.streams().leave();
      }
      askForHelp();
    }
  }

  /** Helpers work while streams are free and go on to other work when not. */
  private void help() {
    while (hasMore() && tools.streams().tryEnter()) {
      try {
        workOnce();
      } finally {
        tools.streams().leave();
      }
      askForHelp();
    }
  }

  /** Another object may have ended and left its streams free. */
  private void askForHelp() {
    if (tools.streams().countFree() > 0 && hasMore()) {
      tools.pool().help(this::help);
    }
  }

  private synchronized boolean hasMore() {
    skipDone();
    return failure == null && next <= plan.count();
  }

  private void skipDone() {
    while (next <= plan.count() && done.containsKey(next)) {
      next++;
    }
  }

  private void workOnce() {
    int number = claim();
    if (number == 0) {
      return;
    }
    try {
      Done part = send(number);
      synchronized (this) {
        done.put(number, part);
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = failure == null ? e : failure;
      }
    } finally {
      synchronized (this) {
        inFlight--;
        notifyAll();
      }
    }
  }

  private synchronized int claim() {
    skipDone();
    if (failure != null || next > plan.count()) {
      return 0;
    }
    inFlight++;
    return next++;
  }

  private synchronized void awaitOthers() {
    while (inFlight > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        failure = Requests.cancelled(e);
        throw failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Done send(int number) {
    PinnedContent content =
        new PinnedContent(
            tools.source().store(),
            object,
            plan.range(number),
            Set.of(),
            tools.bandwidth(),
            tools.progress()::passed);
    try {
      UploadedPart part = tools.requests().call(() -> sendOnce(number, content));
      long crc32c = content.digest().crc32c();
      tools
          .journal()
          .finished(new FinishedPart(upload.id(), number, part.sizeBytes(), part.etag(), crc32c));
      return new Done(part, crc32c);
    } catch (CloudException e) {
      content.forget();
      throw Errors.isOfSource(content, e) ? new SourceFailure(e) : e;
    }
  }

  private UploadedPart sendOnce(int number, PinnedContent content) {
    // A part written twice keeps the later content, so a lost answer is met by sending again.
    UploadedPart part =
        Errors.ofSourceFirst(
            content, () -> tools.target().store().putPart(upload, number, content));
    Checksum sent = Checksum.crc32c(content.digest().crc32c());
    boolean differs =
        part.sizeBytes() != content.sizeBytes()
            || part.checksum()
                .filter(stored -> stored.algorithm() == ChecksumAlgorithm.CRC32C)
                .filter(stored -> !stored.equals(sent))
                .isPresent();
    if (differs) {
      throw CloudException.of(ErrorKind.DATA_CORRUPTED)
          .operation("put part")
          .location(object.key())
          .retryable()
          .message("the target stored other bytes of part " + number + " than were sent");
    }
    return part;
  }
}
