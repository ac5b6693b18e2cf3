package io.lepton.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.List;

/**
 * Where the gateway sends requests.
 *
 * @param oldSide base URLs of the old side's replicas
 * @param newSide base URLs of the new side's replicas
 * @param newPercent how many of 100 requests the new side serves
 * @param mirrorPercent how many of 100 requests the other side also gets, for comparison only
 */
record Routes(
    @JsonProperty("old") List<URI> oldSide,
    @JsonProperty("new") List<URI> newSide,
    int newPercent,
    int mirrorPercent) {

  Routes {
    oldSide = List.copyOf(oldSide);
    newSide = List.copyOf(newSide);
  }

  /** Everything to {@code targets}; the state between two rollouts. */
  static Routes settled(List<URI> targets) {
    return new Routes(targets, List.of(), 0, 0);
  }

  /** The side that has the most traffic now. */
  List<URI> serving() {
    return newPercent > 50 || oldSide.isEmpty() ? newSide : oldSide;
  }
}
