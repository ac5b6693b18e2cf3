package io.lepton.transfer.journal;

import io.lepton.spi.storage.ObjectInfo;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An object that is copied, proven and durable at the target.
 *
 * @param key the object
 * @param sourceVersion the version that was copied
 * @param targetVersion the version that the copy made
 * @param form how that lies there
 * @param sourceModified when the source was last modified, as its listing told before it was read;
 *     empty where it could be modified once more without telling another time
 */
public record FinishedObject(
    String key,
    String sourceVersion,
    String targetVersion,
    Form form,
    Optional<Instant> sourceModified) {

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
    Objects.requireNonNull(sourceModified, "sourceModified");
  }

  /** Whether these are the versions that were copied, and that the copy made. */
  public boolean isOf(ObjectInfo source, ObjectInfo target) {
    return sourceVersion.equals(source.version()) && targetVersion.equals(target.version());
  }
}
