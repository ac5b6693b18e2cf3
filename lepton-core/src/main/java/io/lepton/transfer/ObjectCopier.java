package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.PutRequest;
import io.lepton.transfer.content.PinnedContent;
import io.lepton.transfer.content.ReadDigest;
import io.lepton.transfer.crypt.EncryptedObjects;
import io.lepton.transfer.journal.FinishedObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies one object with its metadata, in the version it was listed in, and proves the copy. Thread
 * safe; each copy runs on its caller's thread, large ones with the pool's help.
 */
final class ObjectCopier {
  /** A source that changes is read anew once; bytes that arrive broken are sent twice more. */
  private static final int MOST_ROUNDS = 3;

  private final RunTools tools;
  private final MetadataFit metadataFit;
  private final TargetWriter writer;
  private final LargeObjectCopier large;
  private final AtomicBoolean copyInside;

  /**
   * Whether what the source's listings tell proves no copy: tags of encrypted objects are digests
   * of nothing, there and at the target. An object that was described is copied with a digest of
   * its own.
   */
  private final AtomicBoolean listingsProveNothing = new AtomicBoolean();

  ObjectCopier(RunTools tools) {
    this.tools = tools;
    this.metadataFit = new MetadataFit(tools.target(), tools.outcomes());
    this.writer =
        new TargetWriter(
            tools.target(),
            tools.requests(),
            tools.comparison(),
            metadataFit,
            tools.transfer().retries().attempts());
    this.large = new LargeObjectCopier(tools, writer);
    this.copyInside =
        new AtomicBoolean(
            tools.target().can(Capability.SERVER_SIDE_COPY)
                && tools.source().provider().id().equals(tools.target().provider().id()));
  }

  LargeObjectCopier large() {
    return large;
  }

  MetadataFit metadataFit() {
    return metadataFit;
  }

  /**
   * Copies {@code listed}.
   *
   * @param before what the target held when it was listed
   * @throws CloudException when it cannot be copied; the target then holds what it held before, or
   *     nothing, or a copy that the cloud made and that could not be proven, which the next run
   *     compares
   */
  CopiedObject copy(ObjectInfo listed, Optional<ObjectInfo> before) {
    ObjectInfo object = listed;
    Held held = new Held(before);
    @Nullable CloudException earlier = null;
    for (int round = 1; ; round++) {
      try {
        return copyOnce(object, held);
      } catch (SourceFailure e) {
        ErrorKind kind = e.error().kind();
        boolean changed = kind == ErrorKind.PRECONDITION_FAILED || kind == ErrorKind.NOT_FOUND;
        boolean corrupted = kind == ErrorKind.DATA_CORRUPTED && !e.error().confirms(earlier);
        if (!(changed ? round == 1 : corrupted && round < MOST_ROUNDS)) {
          throw e.error();
        }
        earlier = e.error();
        object = newest(object, e.error());
      } catch (CloudException e) {
        boolean changed = e.kind() == ErrorKind.PRECONDITION_FAILED && round == 1;
        boolean corrupted =
            e.kind() == ErrorKind.DATA_CORRUPTED && !e.confirms(earlier) && round < MOST_ROUNDS;
        if (!changed && !corrupted) {
          throw e;
        }
        Optional<ObjectInfo> now = writer.stat(object.key());
        if (changed
            && !(now.isPresent()
                && held.object.filter(known -> untouched(known, now.get())).isPresent())) {
          throw e;
        }
        earlier = e;
        held.object = now;
      }
    }
  }

  /**
   * Whether nobody wrote in between though the version is another, as a folder's file has after no
   * more than a change of its rights or links: the end of what a kill cut short is one. Without
   * checksums a time that is told in seconds does not say so: two writes may have it.
   */
  private static boolean untouched(ObjectInfo before, ObjectInfo now) {
    Instant time = now.lastModified();
    return now.sizeBytes() == before.sizeBytes()
        && time.equals(before.lastModified())
        && now.checksums()
            .agreesWith(before.checksums())
            .orElse(!time.equals(time.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** What the target holds under a key now. */
  Optional<ObjectInfo> atTarget(String key) {
    return writer.stat(key);
  }

  /**
   * The object as the source holds it now.
   *
   * @throws CloudException NOT_FOUND, caused by {@code cause}, when it is gone
   */
  ObjectInfo newest(ObjectInfo object, CloudException cause) {
    return tools
        .requests()
        .call(() -> tools.source().store().stat(object.key()))
        .orElseThrow(
            () ->
                CloudException.of(ErrorKind.NOT_FOUND)
                    .operation("read")
                    .location(object.key())
                    .cause(cause)
                    .message("it was deleted at the source while it was to be copied"));
  }

  /** What the target holds: what it did when it was listed, or a copy that the cloud made. */
  private static final class Held {
    private Optional<ObjectInfo> object;

    Held(Optional<ObjectInfo> object) {
      this.object = object;
    }
  }

  private CopiedObject copyOnce(ObjectInfo listed, Held held) {
    TargetLimits.check(tools.target(), tools.transfer().chunking(), listed);
    if (!copyInside.get()) {
      return copyThrough(listed, held.object);
    }
    boolean unknown = listed.checksums().byAlgorithm().isEmpty() || listingsProveNothing.get();
    ObjectInfo known = unknown ? described(listed) : listed;
    if (known.checksums().byAlgorithm().isEmpty()) {
      // Without a digest of the source, a copy that this process never saw cannot be proven.
      return copyThrough(listed, held.object);
    }
    Optional<ObjectInfo> stored = copyInside(known, held.object);
    if (stored.isPresent()) {
      // A copy that is not proven is replaced like what was there before it.
      held.object = stored;
      if (isProven(stored.get(), known)) {
        tools.progress().passed(known.sizeBytes());
        return new CopiedObject(known, stored.get(), Optional.empty(), FinishedObject.Form.UNKNOWN);
      }
    }
    return copyThrough(listed, held.object);
  }

  /** Reads the object and writes it. */
  private CopiedObject copyThrough(ObjectInfo listed, Optional<ObjectInfo> before) {
    Chunking chunking = tools.transfer().chunking();
    long singlePut = tools.target().limits().maxSinglePutBytes();
    if (listed.sizeBytes() <= Math.min(chunking.bufferBytes(), singlePut)) {
      return copyBuffered(listed, before);
    }
    boolean parts = tools.target().can(Capability.MULTIPART_UPLOAD);
    if (listed.sizeBytes() > singlePut
        || (parts && listed.sizeBytes() > chunking.multipartThresholdBytes())) {
      ObjectInfo object = listed.metadata().isPresent() ? listed : described(listed);
      return large.copy(object, kept(object), before).orElseGet(() -> copyStreamed(object, before));
    }
    return copyStreamed(listed, before);
  }

  private ObjectMetadata kept(ObjectInfo object) {
    return metadataFit.keep(object.key(), object.metadata().orElse(ObjectMetadata.none()));
  }

  private ObjectInfo described(ObjectInfo listed) {
    ObjectInfo found;
    try {
      found = newest(listed, Errors.changed(listed));
    } catch (CloudException e) {
      throw new SourceFailure(e);
    }
    if (!found.version().equals(listed.version())) {
      throw new SourceFailure(Errors.changed(listed));
    }
    return found;
  }

  /** What the reader or the listing tells of this version saves a request, where it is enough. */
  private ObjectInfo describing(ObjectInfo read, ObjectInfo listed) {
    if (read.metadata().isPresent()) {
      return read;
    }
    return listed.metadata().isPresent() ? listed : described(listed);
  }

  private CopiedObject copyBuffered(ObjectInfo listed, Optional<ObjectInfo> before) {
    int size = (int) listed.sizeBytes();
    ByteBuffer buffer = tools.buffers().borrow(size);
    try {
      BufferedRead read = read(listed, buffer, size);
      ReadDigest digest = read.digest();
      ObjectInfo object = describing(read.object(), listed);
      ObjectMetadata metadata = kept(object);
      Checksum crc32c = Checksum.crc32c(digest.crc32c());
      PutRequest request =
          PutRequest.of(object.key(), ObjectContent.of(buffer))
              .metadata(metadata)
              .precondition(writer.asListed(before))
              .checksum(crc32c);
      ObjectInfo stored =
          writer.commit(
              object,
              before,
              () -> tools.target().store().put(request),
              () -> OptionalLong.of(digest.crc32c()));
      tools.progress().passed(size);
      return new CopiedObject(
          object, stored, digest.checksum(ChecksumAlgorithm.SHA256), form(buffer.rewind()));
    } finally {
      tools.buffers().giveBack(buffer);
    }
  }

  private FinishedObject.Form form(ByteBuffer content) {
    return tools.target().encrypted() || EncryptedObjects.isEncrypted(content)
        ? FinishedObject.Form.UNKNOWN
        : FinishedObject.Form.PLAIN;
  }

  private BufferedRead read(ObjectInfo listed, ByteBuffer buffer, int size) {
    try {
      return tools
          .requests()
          .read(
              () -> {
                ObjectInfo object =
                    tools.reader().fill(tools.source().store(), listed, buffer.clear().limit(size));
                ReadDigest digest = new ReadDigest(tools.wantedDigests());
                digest.update(buffer);
                checkRead(listed, digest.crc32c());
                return new BufferedRead(object, digest);
              });
    } catch (CloudException e) {
      throw new SourceFailure(e);
    }
  }

  /** An object that lies in a buffer, as its reader described it. */
  private record BufferedRead(ObjectInfo object, ReadDigest digest) {}

  private CopiedObject copyStreamed(ObjectInfo listed, Optional<ObjectInfo> before) {
    PinnedContent content =
        new PinnedContent(
            tools.source().store(),
            listed,
            ByteRange.all(),
            tools.wantedDigests(),
            tools.bandwidth(),
            tools.progress()::passed);
    tools.streams().enter();
    try {
      ObjectInfo object = listed.metadata().isPresent() ? listed : readAhead(content, listed);
      PutRequest plain =
          PutRequest.of(object.key(), content)
              .metadata(kept(object))
              .precondition(writer.asListed(before));
      PutRequest request =
          object.checksums().get(ChecksumAlgorithm.CRC32C).map(plain::checksum).orElse(plain);
      ObjectInfo stored =
          writer.commit(
              object,
              before,
              () -> Errors.ofSourceFirst(content, () -> tools.target().store().put(request)),
              content::wholeCrc32c);
      checkRead(object, content.digest().crc32c());
      return new CopiedObject(
          object,
          stored,
          content.digest().checksum(ChecksumAlgorithm.SHA256),
          FinishedObject.Form.UNKNOWN);
    } catch (CloudException e) {
      content.forget();
      throw Errors.isOfSource(content, e) ? new SourceFailure(e) : e;
    } finally {
      content.close();
      tools.streams().leave();
    }
  }

  /** Begins to read what a listing did not describe: that tells as much as a request of its own. */
  private ObjectInfo readAhead(PinnedContent content, ObjectInfo listed) {
    try {
      return describing(tools.requests().read(content::openAhead), listed);
    } catch (CloudException e) {
      throw new SourceFailure(e);
    }
  }

  /** The source's own digest, where it knows the one that was computed. */
  static void checkRead(ObjectInfo object, long crc32c) {
    object
        .checksums()
        .get(ChecksumAlgorithm.CRC32C)
        .filter(known -> !known.equals(Checksum.crc32c(crc32c)))
        .ifPresent(
            known -> {
              throw CloudException.of(ErrorKind.DATA_CORRUPTED)
                  .operation("read")
                  .location(object.key())
                  .retryableUntilConfirmed()
                  .message(
                      "the bytes that arrived have "
                          + Checksum.crc32c(crc32c)
                          + ", not the source's own "
                          + known);
            });
  }

  /** Has the cloud copy; a copy whose answer was lost is recognised when it is made again. */
  private Optional<ObjectInfo> copyInside(ObjectInfo object, Optional<ObjectInfo> before) {
    CopyRequest request =
        new CopyRequest(tools.source().store(), object, object.key(), writer.asListed(before));
    return tried(() -> tools.requests().commit(() -> tools.target().store().copy(request)));
  }

  private boolean isProven(ObjectInfo stored, ObjectInfo object) {
    return stored.sizeBytes() == object.sizeBytes()
        && tried(() -> holds(stored, object)).orElse(false);
  }

  /** Whatever goes wrong, the way through this process finds the same or does better. */
  private <T> Optional<T> tried(Supplier<T> attempt) {
    try {
      return Optional.of(attempt.get());
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      if (e.kind() == ErrorKind.UNSUPPORTED) {
        copyInside.set(false);
      }
      return Optional.empty();
    }
  }

  /** Whether a copy has the source's digests, of which one that was only listed may be none. */
  private boolean holds(ObjectInfo stored, ObjectInfo object) {
    Optional<Boolean> agrees = stored.checksums().agreesWith(object.checksums());
    if (agrees.orElse(false)) {
      return true;
    }
    ObjectInfo told = object.metadata().isPresent() ? object : described(object);
    if ((agrees.isEmpty() && object.metadata().isEmpty())
        || !told.checksums()
            .byAlgorithm()
            .keySet()
            .containsAll(object.checksums().byAlgorithm().keySet())) {
      listingsProveNothing.set(true);
    }
    return !told.checksums().byAlgorithm().isEmpty()
        && tools.comparison().targetHas(told.checksums(), stored);
  }
}
