package io.lepton.serving.gateway;

import java.net.URI;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The replicas of one generation of routes, by side, and the choice among them: replicas that are
 * up first, those that share the load before those of weight 0, then the one with the fewest
 * requests outstanding for its weight. Among equals they take turns by weight, by start-time fair
 * queueing (Goyal, Vin and Cheng, 1996): each turn moves a replica's start tag on by the inverse of
 * its weight, and a replica that was away begins at the present tag, so that it gets no burst when
 * it is back. Thread safe.
 */
final class Fleet {
  private final Map<Side, List<Member>> sides = new EnumMap<>(Side.class);
  private final Map<Side, Double> clocks = new EnumMap<>(Side.class);

  private static final class Member {
    private final Endpoint endpoint;
    private final boolean standby;

    /** Its share among those of its rank; standbys share alike. */
    private final double share;

    private double finish;

    private Member(Endpoint endpoint, double weight) {
      this.endpoint = endpoint;
      this.standby = weight == 0;
      this.share = standby ? 1 : weight;
    }

    private int rank() {
      return (endpoint.up() ? 0 : 2) + (standby ? 1 : 0);
    }
  }

  /**
   * @param known replicas of earlier generations, which keep their health and their counts
   */
  Fleet(Routes routes, Map<URI, Endpoint> known) {
    sides.put(Side.OLD, members(routes, routes.oldEndpoints(), known));
    sides.put(Side.NEW, members(routes, routes.newEndpoints(), known));
  }

  private static List<Member> members(Routes routes, List<URI> bases, Map<URI, Endpoint> known) {
    return bases.stream()
        .map(base -> new Member(known.getOrDefault(base, new Endpoint(base)), routes.weight(base)))
        .toList();
  }

  /** The replica of {@code side} to try next; empty when each was tried. */
  synchronized Optional<Endpoint> pick(Side side, Set<Endpoint> tried) {
    double clock = clocks.getOrDefault(side, 0.0);
    Optional<Member> picked =
        of(side).stream()
            .filter(member -> !tried.contains(member.endpoint))
            .min(
                Comparator.comparingInt(Member::rank)
                    .thenComparingDouble(member -> member.endpoint.outstanding() / member.share)
                    .thenComparingDouble(member -> Math.max(member.finish, clock)));
    picked.ifPresent(
        member -> {
          double start = Math.max(member.finish, clock);
          clocks.put(side, start);
          member.finish = start + 1 / member.share;
        });
    return picked.map(member -> member.endpoint);
  }

  List<Endpoint> endpoints(Side side) {
    return of(side).stream().map(member -> member.endpoint).toList();
  }

  /** Every replica by base URL. */
  Map<URI, Endpoint> byBase() {
    Map<URI, Endpoint> all = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      endpoints(side).forEach(endpoint -> all.put(endpoint.base(), endpoint));
    }
    return all;
  }

  private List<Member> of(Side side) {
    return Objects.requireNonNull(sides.get(side));
  }
}
