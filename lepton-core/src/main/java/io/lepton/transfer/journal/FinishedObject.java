package io.lepton.transfer.journal;

import java.util.Objects;

/**
 * An object that is copied, proven and durable at the target.
 *
 * @param key the object
 * @param sourceVersion the version that was copied
 * @param targetVersion the version that the copy made
 * @param form how that lies there
 */
public record FinishedObject(String key, String sourceVersion, String targetVersion, Form form) {

  /** What is known of an object without reading it once more. */
  public enum Form {
    /** It was seen to be none that Lepton encrypted. */
    PLAIN,
    /** Nobody looked. */
    UNKNOWN
  }

  public FinishedObject {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(sourceVersion, "sourceVersion");
    Objects.requireNonNull(targetVersion, "targetVersion");
    Objects.requireNonNull(form, "form");
  }
}
