package io.lepton.allocation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A class of equal replicas to be placed.
 *
 * @param name unique in its problem
 * @param need replicas or load
 * @param demand what one replica takes
 * @param accelerator accelerators that one replica holds; a workload given by load names its
 *     accelerators in its throughput and takes one each
 * @param allow where it may run
 * @param spread how it survives the loss of a domain
 * @param latencyMillis the performance term of the objective: milliseconds by cloud id or by {@code
 *     cloud/region}, the longer name winning; places not named have 0
 */
public record Workload(
    String name,
    Need need,
    Demand demand,
    Optional<Accelerator> accelerator,
    Allow allow,
    Optional<Spread> spread,
    Map<String, Double> latencyMillis) {

  public Workload {
    Checks.named("workload's name", name);
    Objects.requireNonNull(need, "need");
    Objects.requireNonNull(demand, "demand");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(allow, "allow");
    Objects.requireNonNull(spread, "spread");
    latencyMillis.forEach((place, value) -> Checks.amount("latency_ms of " + place, value));
    latencyMillis = Collections.unmodifiableMap(new TreeMap<>(latencyMillis));
    if (need instanceof Need.Load && accelerator.isPresent()) {
      throw new IllegalArgumentException(
          "workload " + name + " is given by load: its throughput names the accelerators");
    }
    if (need instanceof Need.Replicas
        && accelerator.isEmpty()
        && demand.vcpus() == 0
        && demand.memoryGib() == 0) {
      throw new IllegalArgumentException(
          "workload " + name + " demands nothing; give it vcpus, memory_gib or an accelerator");
    }
  }

  /** Starts a workload of {@code count} replicas. */
  public static Builder replicas(String name, long count) {
    return new Builder(name, new Need.Replicas(count));
  }

  /** Starts a workload that serves a load, with rates by accelerator type. */
  public static Builder load(String name, double requestsPerSecond, Map<String, Double> rates) {
    return new Builder(name, new Need.Load(requestsPerSecond, rates));
  }

  /** The latency of a place by {@link #latencyMillis}. */
  public double latencyAt(String cloud, String region) {
    if (latencyMillis.isEmpty()) {
      return 0;
    }
    Double exact = latencyMillis.get(cloud + "/" + region);
    return exact != null ? exact : latencyMillis.getOrDefault(cloud, 0.0);
  }

  /** Collects a workload's parts; not thread safe. */
  public static final class Builder {
    private final String name;
    private final Need need;
    private final List<String> clouds = new ArrayList<>();
    private final List<String> regions = new ArrayList<>();
    private final List<Purchase> purchases = new ArrayList<>();
    private final Map<String, Double> latency = new TreeMap<>();
    private Demand demand = Demand.NONE;
    private Optional<Accelerator> accelerator = Optional.empty();
    private Optional<Spread> spread = Optional.empty();

    private Builder(String name, Need need) {
      this.name = name;
      this.need = need;
    }

    /** What one replica takes. */
    public Builder demand(double vcpus, double memoryGib) {
      demand = new Demand(vcpus, memoryGib);
      return this;
    }

    /** Accelerators that one replica holds. */
    public Builder accelerator(String type, double count) {
      accelerator = Optional.of(new Accelerator(type, count));
      return this;
    }

    /** Allows these clouds only. */
    public Builder clouds(String... allowed) {
      clouds.addAll(List.of(allowed));
      return this;
    }

    /** Allows these regions only. */
    public Builder regions(String... allowed) {
      regions.addAll(List.of(allowed));
      return this;
    }

    /** Allows these ways of buying only. */
    public Builder purchases(Purchase... allowed) {
      purchases.addAll(List.of(allowed));
      return this;
    }

    /** Spreads it over failure domains. */
    public Builder spread(FailureDomain over, int atLeast) {
      spread = Optional.of(new Spread(over, atLeast));
      return this;
    }

    /** The latency at a cloud, or at {@code cloud/region}. */
    public Builder latencyMillis(String place, double millis) {
      latency.put(place, millis);
      return this;
    }

    /** The workload; throws IllegalArgumentException naming what is wrong. */
    public Workload build() {
      return new Workload(
          name, need, demand, accelerator, new Allow(clouds, regions, purchases), spread, latency);
    }
  }
}
