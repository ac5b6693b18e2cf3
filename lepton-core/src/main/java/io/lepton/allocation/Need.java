package io.lepton.allocation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How much of a workload is wanted: so many replicas, or so much load. */
public sealed interface Need {

  /**
   * A number of equal replicas.
   *
   * @param count how many, from 0
   */
  record Replicas(long count) implements Need {
    public Replicas {
      if (count < 0 || count > 1_000_000_000L) {
        throw new IllegalArgumentException("replicas must be from 0 to 1e9, not " + count);
      }
    }
  }

  /**
   * A load that replicas serve, each on an accelerator of its own at that accelerator's rate. Only
   * machines with one of the named accelerators can hold such a replica.
   *
   * @param requestsPerSecond the load
   * @param throughput requests a second that one replica serves, by accelerator type
   */
  record Load(double requestsPerSecond, Map<String, Double> throughput) implements Need {
    public Load {
      Checks.amount("load", requestsPerSecond);
      if (throughput.isEmpty()) {
        throw new IllegalArgumentException("throughput must name at least one accelerator");
      }
      throughput.forEach(
          (type, rate) -> {
            if (type.isBlank()) {
              throw new IllegalArgumentException(
                  "name each accelerator as the catalog does, not '" + type + "'");
            }
            Checks.positive("throughput of " + type, rate);
          });
      throughput = Collections.unmodifiableMap(new TreeMap<>(throughput));
    }
  }
}
