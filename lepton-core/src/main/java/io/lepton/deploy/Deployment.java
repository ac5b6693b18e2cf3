package io.lepton.deploy;

import io.lepton.spi.container.RevisionName;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a rollout must not forget when its process dies: who had the traffic before.
 *
 * @param phase how far it is
 * @param revision the new revision
 * @param image of the new revision and of the gateway
 * @param port the gateway's fixed port
 * @param labels of both
 * @param old who had the traffic
 */
record Deployment(
    Phase phase,
    RevisionName revision,
    String image,
    OptionalInt port,
    Map<String, String> labels,
    Optional<TrafficTarget> old) {

  Deployment {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(old, "old");
    labels = Map.copyOf(labels);
  }

  Deployment in(Phase next) {
    return new Deployment(next, revision, image, port, labels, old);
  }

  /** Whether traffic may be on both sides. */
  boolean open() {
    return phase == Phase.STARTED || phase == Phase.KEEPING;
  }

  /** Whether the old revision is a revision of this platform and another one. */
  Optional<TrafficTarget> oldRevision() {
    return old.filter(
        target -> target.revision().filter(name -> !name.equals(revision)).isPresent());
  }

  /** How far it is. */
  enum Phase {
    /** The new revision is deployed or on its way; traffic is on the old one or on both. */
    STARTED,
    /** The verdict is to keep it; the old revision is on its way out. */
    KEEPING,
    /** The new revision has the traffic, the old one stands still. */
    KEPT,
    /** The old one has the traffic, the new revision is gone. */
    ROLLED_BACK
  }
}
