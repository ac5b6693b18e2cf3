package io.lepton.spi.container;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A revision as it stands now.
 *
 * @param name service and revision
 * @param image as deployed
 * @param desiredReplicas how many there should be
 * @param replicas those that exist
 * @param labels as deployed
 */
public record Revision(
    RevisionName name,
    String image,
    int desiredReplicas,
    List<Replica> replicas,
    Map<String, String> labels) {

  public Revision {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(image, "image");
    replicas = List.copyOf(replicas);
    labels = Map.copyOf(labels);
  }

  /** Whether every desired replica can serve. */
  public boolean ready() {
    return replicas.stream().filter(r -> r.state() == Replica.State.READY).count()
        >= desiredReplicas;
  }

  /** Base URLs of the replicas that can serve. */
  public List<URI> endpoints() {
    return replicas.stream()
        .filter(r -> r.state() == Replica.State.READY)
        .map(Replica::endpoint)
        .toList();
  }

  /**
   * One running copy.
   *
   * @param id the platform's own name
   * @param endpoint base URL, without a trailing slash
   * @param state whether it can serve
   * @param detail what a person wants to know, above all why it failed
   */
  public record Replica(String id, URI endpoint, State state, String detail) {

    /** The life of a replica. */
    public enum State {
      /** Started, not serving yet. */
      STARTING,
      /** Answers its readiness path. */
      READY,
      /** Ended or never started; {@link Replica#detail} says why. */
      FAILED
    }
  }
}
