package io.lepton.transfer.journal;

import java.util.Objects;

/**
 * An object that is copied, proven and durable at the target.
 *
 * @param key the object
 * @param sourceVersion the version that was copied
 * @param targetVersion the version that the copy made
 */
public record FinishedObject(String key, String sourceVersion, String targetVersion) {

  public FinishedObject {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(sourceVersion, "sourceVersion");
    Objects.requireNonNull(targetVersion, "targetVersion");
  }
}
