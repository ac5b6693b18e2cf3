package io.lepton.transfer;

import io.lepton.config.InputException;
import java.util.Objects;

/**
 * Makes the target hold nothing that the source does not. Deletion is the last phase: it happens
 * only when both listings were complete and every copy succeeded, and not at all when more than
 * {@code maxDelete} objects would go.
 *
 * @param maxDelete most objects that one run may delete
 * @param scope whether objects that the filter excludes are deleted too
 * @param emptySource what to do when the source holds no object at all
 */
public record Mirror(long maxDelete, Scope scope, EmptySource emptySource) {

  /** The limit unless told otherwise. */
  public static final long DEFAULT_MAX_DELETE = 1000;

  public Mirror {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(emptySource, "emptySource");
    if (maxDelete < 0) {
      throw new InputException("max-delete must be at least 0, not " + maxDelete);
    }
  }

  /** Deletes at most 1,000 objects, only ones that the filter includes. */
  public static Mirror standard() {
    return maxDelete(DEFAULT_MAX_DELETE);
  }

  /** The same with another limit. */
  public static Mirror maxDelete(long limit) {
    return new Mirror(limit, Scope.INCLUDED_ONLY, EmptySource.REFUSE);
  }

  /** The same, deleting also what the filter excludes. */
  public Mirror deletingExcluded() {
    return new Mirror(maxDelete, Scope.EXCLUDED_TOO, emptySource);
  }

  /** The same, taking an empty source for what it says. */
  public Mirror allowingEmptySource() {
    return new Mirror(maxDelete, scope, EmptySource.ALLOW);
  }

  /** Which objects of the target may go. */
  public enum Scope {
    /** Only objects that pass the filter. */
    INCLUDED_ONLY,
    /** Every object that the source lacks, filtered or not. */
    EXCLUDED_TOO
  }

  /** What an empty source means: most often a wrong name or a missing mount. */
  public enum EmptySource {
    /** Delete nothing and fail. */
    REFUSE,
    /** Empty the target. */
    ALLOW
  }
}
