package io.lepton.deploy;

import io.lepton.spi.container.RevisionName;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who answers a service's requests: a revision of this platform, or a service elsewhere.
 *
 * @param revision the revision; empty for a service elsewhere
 * @param urls base URLs; of a revision, those it had last
 * @param replicas of the revision; 0 for a service elsewhere
 */
public record TrafficTarget(Optional<RevisionName> revision, List<URI> urls, int replicas) {

  public TrafficTarget {
    Objects.requireNonNull(revision, "revision");
    urls = List.copyOf(urls);
    if (revision.isEmpty() && urls.isEmpty()) {
      throw new IllegalArgumentException("a service elsewhere needs a URL");
    }
    if (revision.isPresent() && replicas < 1) {
      throw new IllegalArgumentException(revision.get() + " needs at least one replica");
    }
  }

  static TrafficTarget elsewhere(List<URI> urls) {
    return new TrafficTarget(Optional.empty(), urls, 0);
  }

  /** The revision's name, or the URLs, for people. */
  public String describe() {
    return revision
        .map(RevisionName::toString)
        .orElseGet(() -> String.join(", ", urls.stream().map(URI::toString).toList()));
  }
}
