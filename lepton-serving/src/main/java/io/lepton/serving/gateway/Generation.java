package io.lepton.serving.gateway;

import java.net.URI;
import java.util.Map;

/** Routes in force, with the replicas, the split and the counts that belong to them. */
final class Generation {
  private final long number;
  private final Routes routes;
  private final Fleet fleet;
  private final Evenly split;
  private final Map<Side, Evenly> mirror;
  private final TrafficCounts counts;

  Generation(long number, Routes routes, Map<URI, Endpoint> known) {
    this.number = number;
    this.routes = routes;
    fleet = new Fleet(routes, known);
    split = new Evenly(routes.newPercent());
    // Counted by side: one count for both would mirror the requests of one side only at 50 and 50.
    mirror =
        Map.of(
            Side.OLD, new Evenly(routes.mirrorPercent()),
            Side.NEW, new Evenly(routes.mirrorPercent()));
    counts = new TrafficCounts(number);
  }

  long number() {
    return number;
  }

  Routes routes() {
    return routes;
  }

  Fleet fleet() {
    return fleet;
  }

  TrafficCounts counts() {
    return counts;
  }

  /** The side that serves the next inference request. */
  Side nextSide() {
    return split.next() ? Side.NEW : Side.OLD;
  }

  /** The side that serves most: where requests go that are no inference. */
  Side mainSide() {
    return routes.newPercent() > 50 ? Side.NEW : Side.OLD;
  }

  /** Whether the next request served by {@code side} is mirrored. */
  boolean nextMirrored(Side side) {
    return java.util.Objects.requireNonNull(mirror.get(side)).next();
  }
}
