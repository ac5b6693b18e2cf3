package io.lepton.transfer;

import io.lepton.event.Sizes;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The last phase of a mirror. Collects what only the target holds while the listings are merged,
 * never more keys than may be deleted, and deletes all or, when anything speaks against it,
 * nothing. Used by one thread.
 */
final class MirrorPhase {
  private final Mirror mirror;
  private final TransferFilter.Test filter;
  private final RunTools tools;
  private final List<String> keys = new ArrayList<>();
  private long count;

  MirrorPhase(Mirror mirror, TransferFilter.Test filter, RunTools tools) {
    this.mirror = mirror;
    this.filter = filter;
    this.tools = tools;
  }

  /** Whether {@code object}, which the source lacks, would be deleted. */
  static boolean wouldDelete(Mirror mirror, TransferFilter.Test filter, ObjectInfo object) {
    return switch (mirror.scope()) {
      case EXCLUDED_TOO -> true;
      case INCLUDED_ONLY -> filter.passesListed(object) && filter.passesContentType(object);
    };
  }

  /** Only the target holds {@code object}. */
  void extra(ObjectInfo object) {
    ObjectInfo judged = filter.needsMetadata() ? described(object) : object;
    if (wouldDelete(mirror, filter, judged)) {
      count++;
      if (count <= mirror.maxDelete()) {
        keys.add(object.key());
      }
    }
  }

  private ObjectInfo described(ObjectInfo object) {
    return object.metadata().isPresent()
        ? object
        : tools.requests().call(() -> tools.target().store().stat(object.key())).orElse(object);
  }

  /** Deletes, after everything else succeeded. */
  void run(long sourceObjects) throws InterruptedException {
    Outcomes outcomes = tools.outcomes();
    if (count == 0) {
      return;
    }
    if (outcomes.anyFailed()) {
      outcomes.warn(
          Sizes.count(count, "object was", "objects were")
              + " not deleted at the target, because not everything succeeded");
      return;
    }
    if (sourceObjects == 0 && mirror.emptySource() == Mirror.EmptySource.REFUSE) {
      refuse(
          "the source holds no object at all, so nothing was deleted; if that is right, allow it"
              + " (--allow-empty-source)");
      return;
    }
    if (count > mirror.maxDelete()) {
      refuse(
          Sizes.count(count, "object", "objects")
              + " would be deleted, more than max-delete "
              + mirror.maxDelete()
              + ", so nothing was deleted; raise it if that is right");
      return;
    }
    switch (tools.transfer().mode()) {
      case DRY_RUN -> outcomes.deleted.add(count);
      case APPLY -> deleteAll();
    }
  }

  private void refuse(String message) {
    tools.outcomes().failed("", ErrorKind.PRECONDITION_FAILED, message);
  }

  private void deleteAll() throws InterruptedException {
    int batch = tools.target().limits().maxDeleteBatch();
    for (int from = 0; from < keys.size(); from += batch) {
      deleteBatch(stillGone(keys.subList(from, Math.min(keys.size(), from + batch))));
    }
  }

  /** The listing may be old by now: what has come to the source since stays at the target. */
  private List<String> stillGone(List<String> batch) throws InterruptedException {
    List<String> gone = Collections.synchronizedList(new ArrayList<>());
    for (String key : batch) {
      tools
          .pool()
          .submit(
              () -> {
                try {
                  if (tools.requests().call(() -> tools.source().store().stat(key)).isPresent()) {
                    tools.outcomes().warn("not deleted, because the source has it by now", key);
                  } else {
                    gone.add(key);
                  }
                } catch (CloudException e) {
                  if (e.kind() == ErrorKind.CANCELLED) {
                    throw e;
                  }
                  tools.outcomes().failed(key, e);
                }
              });
    }
    tools.pool().awaitIdle();
    return gone;
  }

  private void deleteBatch(List<String> gone) {
    if (gone.isEmpty()) {
      return;
    }
    try {
      List<DeleteFailure> failures = delete(gone);
      failures.forEach(failure -> tools.outcomes().failed(failure.key(), failure.error()));
      tools.outcomes().deleted.add(gone.size() - failures.size());
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      gone.forEach(key -> tools.outcomes().failed(key, e));
    }
  }

  /** Deleting twice does no harm, so a key whose answer was lost is simply asked for again. */
  private List<DeleteFailure> delete(List<String> gone) {
    int attempts = tools.transfer().retries().attempts();
    List<DeleteFailure> lasting = new ArrayList<>();
    List<String> rest = gone;
    for (int attempt = 1; !rest.isEmpty(); attempt++) {
      List<String> asked = rest;
      rest = new ArrayList<>();
      for (DeleteFailure failure :
          tools.requests().call(() -> tools.target().store().delete(asked))) {
        if (attempt < attempts && mayPass(failure.error())) {
          rest.add(failure.key());
        } else {
          lasting.add(failure);
        }
      }
    }
    return lasting;
  }

  private static boolean mayPass(CloudException error) {
    return error.retryable() || error.kind() == ErrorKind.OUTCOME_UNKNOWN;
  }
}
