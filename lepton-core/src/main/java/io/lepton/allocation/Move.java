package io.lepton.allocation;

import java.util.List;
import java.util.Objects;

/**
 * One step from the current placement to a new one. Steps are to be taken in order; after each of
 * them every workload still has the replicas it had or needs, whichever is fewer.
 *
 * @param kind what happens
 * @param cloud cloud id
 * @param region region
 * @param zone zone; may be empty
 * @param instanceType machine type
 * @param purchase how it is bought
 * @param count on how many equal instances
 * @param places what is started or stopped on each of them; empty for machines alone
 */
public record Move(
    Kind kind,
    String cloud,
    String region,
    String zone,
    String instanceType,
    Purchase purchase,
    long count,
    List<Share> places) {

  public Move {
    Objects.requireNonNull(kind, "kind");
    places = List.copyOf(places);
  }

  /** What a step does. */
  public enum Kind {
    /** Machines are bought and the listed replicas start on them. */
    OPEN,
    /** Replicas start on machines that are kept. */
    START,
    /** Replicas stop on machines that are kept. */
    STOP,
    /** The listed replicas stop and their machines are given back. */
    CLOSE
  }
}
