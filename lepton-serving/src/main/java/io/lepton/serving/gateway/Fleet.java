package io.lepton.serving.gateway;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The replicas of one generation of routes, by side, and the choice among them: replicas that are
 * up first, then the one with the fewest requests outstanding for its weight, then the one picked
 * least for its weight. Thread safe.
 */
final class Fleet {
  private final Map<Side, Map<Endpoint, Double>> sides = new java.util.EnumMap<>(Side.class);

  /**
   * @param known replicas of earlier generations, which keep their health and their counts
   */
  Fleet(Routes routes, Map<URI, Endpoint> known) {
    sides.put(Side.OLD, side(routes, routes.oldEndpoints(), known));
    sides.put(Side.NEW, side(routes, routes.newEndpoints(), known));
  }

  private static Map<Endpoint, Double> side(
      Routes routes, List<URI> bases, Map<URI, Endpoint> known) {
    Map<Endpoint, Double> weights = new LinkedHashMap<>();
    for (URI base : bases) {
      weights.put(known.getOrDefault(base, new Endpoint(base)), routes.weight(base));
    }
    return weights;
  }

  /** The replica of {@code side} to try next; empty when each was tried. */
  Optional<Endpoint> pick(Side side, Set<Endpoint> tried) {
    return weights(side).entrySet().stream()
        .filter(entry -> !tried.contains(entry.getKey()))
        .min(
            Comparator.<Map.Entry<Endpoint, Double>>comparingInt(
                    entry -> entry.getKey().up() ? 0 : 1)
                .thenComparingDouble(entry -> (entry.getKey().outstanding() + 1) / entry.getValue())
                .thenComparingDouble(entry -> (entry.getKey().picked() + 1) / entry.getValue()))
        .map(Map.Entry::getKey);
  }

  Set<Endpoint> endpoints(Side side) {
    return weights(side).keySet();
  }

  /** Every replica by base URL. */
  Map<URI, Endpoint> byBase() {
    Map<URI, Endpoint> all = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      endpoints(side).forEach(endpoint -> all.put(endpoint.base(), endpoint));
    }
    return all;
  }

  private Map<Endpoint, Double> weights(Side side) {
    return sides.getOrDefault(side, Map.of());
  }
}
