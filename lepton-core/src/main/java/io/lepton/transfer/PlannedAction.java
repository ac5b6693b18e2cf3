package io.lepton.transfer;

import java.util.Objects;

/**
 * What a run would do with one object.
 *
 * @param verb what
 * @param key the object
 * @param sizeBytes its length at the place where it lies
 */
public record PlannedAction(Verb verb, String key, long sizeBytes) {

  public PlannedAction {
    Objects.requireNonNull(verb, "verb");
    Objects.requireNonNull(key, "key");
  }

  /** The kinds of action. */
  public enum Verb {
    /** Copy to the target. */
    COPY,
    /**
     * Equal in size, but no digest is known on both sides, or the source was modified after its
     * copy and a listing tells no metadata: look at both, then copy if they differ.
     */
    COMPARE,
    /** Leave as it is. */
    KEEP,
    /** Delete at the target. */
    DELETE,
    /** Fail: the target can never take it, by key or size. */
    REFUSE
  }
}
