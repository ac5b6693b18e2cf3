package io.lepton.deploy;

import io.lepton.spi.container.RevisionName;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * A revision that is ready beside the old one, without traffic yet.
 *
 * @param revision the new revision
 * @param image as deployed
 * @param imageDigest of the image
 * @param old who has the traffic; empty in a first deployment
 * @param gateway base URL that clients use
 * @param readySeconds from deployment until ready
 */
public record DeployResult(
    RevisionName revision,
    String image,
    String imageDigest,
    Optional<TrafficTarget> old,
    URI gateway,
    double readySeconds) {

  public DeployResult {
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(imageDigest, "imageDigest");
    Objects.requireNonNull(old, "old");
    Objects.requireNonNull(gateway, "gateway");
  }

  /** Whether the revision has the traffic already: the same image, environment and replicas. */
  public boolean unchanged() {
    return old.flatMap(TrafficTarget::revision).filter(revision::equals).isPresent();
  }

  /** Whether there is an old service to compare with. */
  boolean comparable() {
    return old.isPresent() && !unchanged();
  }
}
