package io.lepton.transfer;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.UploadedPart;
import io.lepton.transfer.content.PartPlan;
import io.lepton.transfer.journal.FinishedObject;
import io.lepton.transfer.journal.FinishedPart;
import io.lepton.transfer.journal.JournaledUploads;
import io.lepton.transfer.journal.OpenUpload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Copies a large object in parts, several at once, and continues an upload that an earlier run left
 * open: parts count as there when the journal and the store agree on them. Thread safe.
 */
final class LargeObjectCopier {
  private final RunTools tools;
  private final TargetWriter writer;
  private final JournaledUploads uploads;

  LargeObjectCopier(RunTools tools, TargetWriter writer) {
    this.tools = tools;
    this.writer = writer;
    this.uploads = tools.journal().uploads();
  }

  /**
   * Copies in parts.
   *
   * @return empty when the target takes none in this place
   */
  Optional<CopiedObject> copy(
      ObjectInfo object, ObjectMetadata metadata, Optional<ObjectInfo> before) {
    return resume(object, metadata)
        .or(() -> start(object, metadata))
        .map(started -> copy(object, before, started));
  }

  private CopiedObject copy(ObjectInfo object, Optional<ObjectInfo> before, Started started) {
    OpenUpload open = started.open();
    MultipartUpload upload = open.upload().orElseThrow();
    PartPlan plan = new PartPlan(object.sizeBytes(), open.partBytes());
    PartsInFlight parts = new PartsInFlight(tools, object, upload, plan, started.done());
    try {
      parts.run();
      checkRead(object, parts.crc32c());
      AtomicBoolean answered = new AtomicBoolean();
      ObjectInfo stored =
          writer.commit(
              object,
              before,
              () -> {
                ObjectInfo completed =
                    tools
                        .target()
                        .store()
                        .completeUpload(upload, parts.uploaded(), writer.asListed(before));
                answered.set(true);
                return completed;
              },
              () -> OptionalLong.of(parts.crc32c()));
      if (answered.get()) {
        uploads.forget(open);
      } else {
        // The content is there, but perhaps by another way than this upload.
        abort(open);
      }
      return new CopiedObject(object, stored, Optional.empty(), FinishedObject.Form.UNKNOWN);
    } catch (SourceFailure e) {
      if (e.error().kind() == ErrorKind.PRECONDITION_FAILED
          || e.error().kind() == ErrorKind.NOT_FOUND
          || e.error().kind() == ErrorKind.DATA_CORRUPTED) {
        abort(open);
      }
      throw e;
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.NOT_FOUND
          || e.kind() == ErrorKind.DATA_CORRUPTED
          || e.kind() == ErrorKind.INVALID_ARGUMENT) {
        // The upload has expired or holds what it should not: the next try starts a new one.
        abort(open);
      }
      throw e;
    }
  }

  /** Parts were digested as they were read; only all of them tell whether they were read right. */
  private static void checkRead(ObjectInfo object, long crc32c) {
    try {
      ObjectCopier.checkRead(object, crc32c);
    } catch (CloudException e) {
      throw new SourceFailure(e);
    }
  }

  /** Gives an upload up; failing that, leaves it to the sweep of orphans. */
  void abort(OpenUpload open) {
    open.upload()
        .ifPresent(
            upload -> {
              try {
                tools.requests().run(() -> tools.target().store().abortUpload(upload));
              } catch (CloudException e) {
                if (e.kind() == ErrorKind.CANCELLED) {
                  throw e;
                }
                uploads.doubt(open.key());
              }
            });
    uploads.forget(open);
  }

  private Optional<Started> start(ObjectInfo object, ObjectMetadata metadata) {
    PartPlan plan =
        PartPlan.of(
            object.key(),
            object.sizeBytes(),
            tools.transfer().chunking().partBytes(),
            tools.target().limits());
    // The intent is on disk before the upload exists, so that no upload can be ours unknown to us.
    OpenUpload intent =
        new OpenUpload(
            object.key(), Optional.empty(), object.version(), plan.partBytes(), digest(metadata));
    uploads.note(intent);
    MultipartUpload upload;
    try {
      upload = startUpload(object.key(), metadata, plan);
    } catch (CloudException e) {
      if (e.kind() != ErrorKind.UNSUPPORTED
          || object.sizeBytes() > tools.target().limits().maxSinglePutBytes()) {
        throw e;
      }
      uploads.forget(intent);
      return Optional.empty();
    }
    OpenUpload open = intent.started(upload);
    uploads.note(open);
    return Optional.of(new Started(open, Map.of()));
  }

  private MultipartUpload startUpload(String key, ObjectMetadata metadata, PartPlan plan) {
    for (int attempt = 1; ; attempt++) {
      try {
        return tools.requests().commit(() -> tools.target().startUpload(key, metadata, plan));
      } catch (CloudException e) {
        if (e.kind() != ErrorKind.OUTCOME_UNKNOWN
            || attempt >= tools.transfer().retries().attempts()) {
          throw e;
        }
        uploads.doubt(key);
      }
    }
  }

  private Optional<Started> resume(ObjectInfo object, ObjectMetadata metadata) {
    Optional<OpenUpload> left = uploads.of(object.key());
    if (left.isEmpty() || left.get().upload().isEmpty()) {
      return Optional.empty();
    }
    OpenUpload open = left.get();
    if (!open.sourceVersion().equals(object.version())
        || !open.metadataDigest().equals(digest(metadata))) {
      abort(open);
      return Optional.empty();
    }
    MultipartUpload upload = open.upload().orElseThrow();
    Map<Integer, UploadedPart> stored;
    try {
      stored =
          tools.requests().call(() -> tools.target().store().listParts(upload)).stream()
              .collect(Collectors.toMap(UploadedPart::number, Function.identity()));
    } catch (CloudException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
      uploads.forget(open);
      return Optional.empty();
    }
    uploads.note(open);
    Map<Integer, PartsInFlight.Done> done = new TreeMap<>();
    for (FinishedPart part : uploads.parts(upload.id())) {
      UploadedPart there = stored.get(part.number());
      if (there != null
          && there.etag().equals(part.etag())
          && there.sizeBytes() == part.sizeBytes()) {
        done.put(part.number(), new PartsInFlight.Done(there, part.crc32c()));
      }
    }
    return Optional.of(new Started(open, done));
  }

  private static String digest(ObjectMetadata metadata) {
    CRC32C crc = new CRC32C();
    crc.update(metadata.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  private record Started(OpenUpload open, Map<Integer, PartsInFlight.Done> done) {}
}
