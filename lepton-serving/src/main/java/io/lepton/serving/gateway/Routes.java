package io.lepton.serving.gateway;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go: the replicas of the old and the new side and how traffic is shared. In JSON
 * {@code {"old":["http://127.0.0.1:4001"],"new":["http://127.0.0.1:4002"],"newPercent":5,
 * "mirrorPercent":100}}; the percentages default to 0, lists and weights to empty. Immutable.
 *
 * @param oldEndpoints base URLs of the old side's replicas, {@code http} or {@code https}, without
 *     path; a trailing slash is dropped
 * @param newEndpoints the same of the new side; no URL may stand on both sides
 * @param newPercent how many of 100 inference requests the new side serves
 * @param mirrorPercent how many of 100 served inference requests are also sent to the other side,
 *     whose answer is compared and thrown away
 * @param weights share of load by endpoint within its side, from 0; one of weight 0 serves only
 *     while no other of its side is up, or when each other failed the request; an endpoint that is
 *     not named weighs 1
 */
public record Routes(
    @JsonProperty("old") List<URI> oldEndpoints,
    @JsonProperty("new") List<URI> newEndpoints,
    int newPercent,
    int mirrorPercent,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<URI, Double> weights) {

  /** No endpoint at all: every inference request is answered 503. */
  public static final Routes NONE = new Routes(List.of(), List.of(), 0, 0, Map.of());

  /**
   * @throws IllegalArgumentException naming the value at fault: a URL that is no base URL, one that
   *     stands twice, a percentage outside 0 to 100, or a side that is to get requests and has no
   *     endpoint
   */
  public Routes {
    oldEndpoints = oldEndpoints.stream().map(Routes::base).toList();
    newEndpoints = newEndpoints.stream().map(Routes::base).toList();
    Map<URI, Double> shares = new TreeMap<>();
    weights.forEach((endpoint, weight) -> shares.put(base(endpoint), weight));
    weights = Map.copyOf(shares);
    requirePercent("newPercent", newPercent);
    requirePercent("mirrorPercent", mirrorPercent);
    Set<URI> seen = new HashSet<>();
    for (List<URI> side : List.of(oldEndpoints, newEndpoints)) {
      for (URI endpoint : side) {
        if (!seen.add(endpoint)) {
          throw new IllegalArgumentException("endpoint " + endpoint + " stands twice; keep one");
        }
      }
    }
    weights.forEach(
        (endpoint, weight) -> {
          if (!seen.contains(endpoint)) {
            throw new IllegalArgumentException(
                "weights names " + endpoint + ", which is no endpoint of these routes");
          }
          if (!(weight >= 0) || weight.isInfinite()) {
            throw new IllegalArgumentException(
                "weight of " + endpoint + " must be a number from 0, not " + weight);
          }
        });
    if (newPercent > 0 && newEndpoints.isEmpty()) {
      throw new IllegalArgumentException(
          "newPercent is " + newPercent + " but 'new' has no endpoint to serve it");
    }
    if (newPercent < 100 && oldEndpoints.isEmpty() && !newEndpoints.isEmpty()) {
      throw new IllegalArgumentException(
          "newPercent is "
              + newPercent
              + " but 'old' has no endpoint to serve the rest; use 100 or add one");
    }
    if (mirrorPercent > 0 && (oldEndpoints.isEmpty() || newEndpoints.isEmpty())) {
      throw new IllegalArgumentException(
          "mirrorPercent is " + mirrorPercent + " but mirroring needs endpoints on both sides");
    }
  }

  /** Routes with equal weights. */
  public Routes(List<URI> oldEndpoints, List<URI> newEndpoints, int newPercent, int mirrorPercent) {
    this(oldEndpoints, newEndpoints, newPercent, mirrorPercent, Map.of());
  }

  /** Reads the JSON form, in which everything may be left out. */
  @JsonCreator
  static Routes read(
      @JsonProperty("old") @Nullable List<URI> old,
      @JsonProperty("new") @Nullable List<URI> replacement,
      @JsonProperty("newPercent") int newPercent,
      @JsonProperty("mirrorPercent") int mirrorPercent,
      @JsonProperty("weights") @Nullable Map<URI, Double> weights) {
    return new Routes(
        old == null ? List.of() : old,
        replacement == null ? List.of() : replacement,
        newPercent,
        mirrorPercent,
        weights == null ? Map.of() : weights);
  }

  /** The share of {@code endpoint} within its side. */
  public double weight(URI endpoint) {
    return weights.getOrDefault(endpoint, 1.0);
  }

  private static void requirePercent(String name, int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(name + " must be from 0 to 100, not " + percent);
    }
  }

  private static URI base(URI endpoint) {
    String scheme =
        endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
    if (!(scheme.equals("http") || scheme.equals("https"))
        || endpoint.getHost() == null
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null
        || !(path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException(
          "endpoint '"
              + endpoint
              + "' must be a base URL such as http://127.0.0.1:4001, without user, path or query");
    }
    return path.isEmpty() ? endpoint : URI.create(endpoint.toString().replaceAll("/$", ""));
  }
}
