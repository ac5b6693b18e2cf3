package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import java.util.Map;

/** What of an object's metadata a target keeps; what it cannot becomes a warning. */
final class MetadataFit {
  private final Side target;
  private final Outcomes outcomes;

  MetadataFit(Side target, Outcomes outcomes) {
    this.target = target;
    this.outcomes = outcomes;
  }

  /** The part that the target keeps. */
  ObjectMetadata kept(ObjectMetadata metadata) {
    return target
        .store()
        .keepable(
            new ObjectMetadata(
                target.can(Capability.CONTENT_HEADERS) ? metadata.headers() : Map.of(),
                target.can(Capability.USER_METADATA) ? metadata.user() : Map.of(),
                target.can(Capability.TAGS) ? metadata.tags() : Map.of()));
  }

  /**
   * Whether the target's object has what it can keep of the source's; listings that tell no
   * metadata cannot tell a difference in it.
   */
  boolean same(ObjectInfo source, ObjectInfo target) {
    return source.metadata().isEmpty()
        || target.metadata().isEmpty()
        || this.target
            .store()
            .toldAs(kept(source.metadata().get()))
            .equals(target.metadata().get().told());
  }

  /** What {@link #kept} keeps, warning of what is lost. */
  ObjectMetadata keep(String key, ObjectMetadata metadata) {
    ObjectMetadata kept = kept(metadata);
    lost(key, "content header", metadata.headers(), kept.headers());
    lost(key, "user metadata", metadata.user(), kept.user());
    lost(key, "tag", metadata.tags(), kept.tags());
    if (metadata.untold() > 0) {
      outcomes.warn("the source cannot tell all user metadata, some is lost of", key);
    }
    return kept;
  }

  private void lost(String key, String what, Map<String, String> had, Map<String, String> kept) {
    had.forEach(
        (name, value) -> {
          if (!value.equals(kept.get(name))) {
            outcomes.warn(
                target.provider().id() + " does not keep " + what + " '" + name + "', lost of",
                key);
          }
        });
  }
}
