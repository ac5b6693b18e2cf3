package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.Precondition;
import io.lepton.transfer.pace.Requests;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Commits writes at the target: races with other writers are lost, not won, a lost answer is
 * settled by reading back, and what the store says it holds is compared with what was read. Thread
 * safe.
 */
final class TargetWriter {
  private final Side target;
  private final Requests requests;
  private final ObjectComparison comparison;
  private final MetadataFit metadataFit;
  private final int attempts;

  TargetWriter(
      Side target,
      Requests requests,
      ObjectComparison comparison,
      MetadataFit metadataFit,
      int attempts) {
    this.target = target;
    this.requests = requests;
    this.comparison = comparison;
    this.metadataFit = metadataFit;
    this.attempts = attempts;
  }

  /** The strongest demand that the target can check: it still is as it was listed. */
  Precondition asListed(Optional<ObjectInfo> before) {
    if (before.isEmpty()) {
      return target.can(Capability.CREATE_IF_ABSENT) ? Precondition.absent() : Precondition.none();
    }
    return target.can(Capability.REPLACE_IF_UNCHANGED)
        ? Precondition.unchanged(before.get().version())
        : Precondition.none();
  }

  /**
   * Commits one object.
   *
   * @param before what the key held; empty for nothing
   * @param commit the request
   * @param crc32c of the bytes as read; asked after the request, empty when they were not all read
   * @return the object as stored, proven to be what was read
   */
  ObjectInfo commit(
      ObjectInfo object,
      Optional<ObjectInfo> before,
      Supplier<ObjectInfo> commit,
      Supplier<OptionalLong> crc32c) {
    boolean lost = false;
    for (int attempt = 1; ; attempt++) {
      try {
        ObjectInfo stored = requests.commit(commit);
        return proven(object, stored, crc32c.get());
      } catch (CloudException e) {
        switch (e.kind()) {
          case OUTCOME_UNKNOWN, ALREADY_EXISTS, PRECONDITION_FAILED, NOT_FOUND -> {
            lost |= e.kind() == ErrorKind.OUTCOME_UNKNOWN;
            Optional<ObjectInfo> now = stat(object.key());
            boolean asBefore = now.map(ObjectInfo::version).equals(before.map(ObjectInfo::version));
            boolean perhaps = !asBefore || (lost && isRewritten(object, before, now));
            if (perhaps && now.isPresent() && holds(now.get(), object, crc32c.get())) {
              return now.get();
            }
            if (e.kind() != ErrorKind.OUTCOME_UNKNOWN || !asBefore || attempt >= attempts) {
              throw asBefore ? e : changedByOthers(object, e);
            }
          }
          case PERMISSION_DENIED,
              INVALID_ARGUMENT,
              RESOURCE_EXHAUSTED,
              DATA_CORRUPTED,
              UNSUPPORTED,
              TIMED_OUT,
              CANCELLED,
              UNKNOWN ->
              throw e;
        }
      }
    }
  }

  Optional<ObjectInfo> stat(String key) {
    return requests.call(() -> target.store().stat(key));
  }

  /**
   * Whether a write went through that gave an object the version that it had before: an ETag of S3
   * tells the content alone. The date tells of a write, and the metadata that it was this one or
   * one that is as good.
   */
  private boolean isRewritten(
      ObjectInfo wanted, Optional<ObjectInfo> before, Optional<ObjectInfo> now) {
    return before.isPresent()
        && now.isPresent()
        && now.get().lastModified().isAfter(before.get().lastModified())
        && wanted.metadata().isPresent()
        && now.get().metadata().isPresent()
        && metadataFit.same(wanted, now.get());
  }

  private boolean holds(ObjectInfo now, ObjectInfo wanted, OptionalLong crc32c) {
    return now.sizeBytes() == wanted.sizeBytes()
        && crc32c.isPresent()
        && comparison.targetHas(expected(crc32c.getAsLong()), now);
  }

  private ObjectInfo proven(ObjectInfo wanted, ObjectInfo stored, OptionalLong crc32c) {
    if (!holds(stored, wanted, crc32c)) {
      // A wrong object is worse than a missing one: a missing one is copied again.
      List<?> undeleted = requests.call(() -> target.store().delete(List.of(wanted.key())));
      throw CloudException.of(ErrorKind.DATA_CORRUPTED)
          .provider(target.provider().id())
          .operation("put")
          .location(wanted.key())
          .message(
              "the target stored other bytes than were sent; "
                  + (undeleted.isEmpty() ? "the object was deleted there" : "delete it there")
                  + ", run again to copy it");
    }
    return stored;
  }

  private static Checksums expected(long crc32c) {
    return Checksums.of(Checksum.crc32c(crc32c));
  }

  private CloudException changedByOthers(ObjectInfo object, CloudException cause) {
    return CloudException.of(ErrorKind.PRECONDITION_FAILED)
        .provider(target.provider().id())
        .operation("put")
        .location(object.key())
        .cause(cause)
        .message("another writer changed it at the target meanwhile; it was left so, run again");
  }
}
