package io.lepton.allocation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The bins of a vector packing.
 *
 * @param status how good it is; INFEASIBLE when an item is larger than a bin and no size is below 0
 * @param bins how many
 * @param lowerBound proven: fewer cannot do
 * @param packing item indexes from 0 in file order, a list a bin; an index stands as often as that
 *     item is packed there
 * @param timeMillis how long the search took
 */
public record VectorPackingAnswer(
    Status status, long bins, long lowerBound, List<List<Integer>> packing, long timeMillis) {

  public VectorPackingAnswer {
    Objects.requireNonNull(status, "status");
    packing = packing.stream().map(List::copyOf).toList();
  }

  /** What is wrong with this answer to a problem, one sentence a fault; empty when it is valid. */
  public List<String> faults(VectorPacking problem) {
    List<String> faults = new ArrayList<>();
    if (status == Status.INFEASIBLE || status == Status.UNKNOWN) {
      return faults;
    }
    long[] packed = new long[problem.items().size()];
    for (int b = 0; b < packing.size(); b++) {
      for (int d = 0; d < problem.capacities().size(); d++) {
        long load = 0;
        for (int item : packing.get(b)) {
          load += problem.items().get(item).sizes().get(d);
        }
        if (load > problem.capacities().get(d)) {
          faults.add("bin " + b + " holds " + load + " in dimension " + d);
        }
      }
      packing.get(b).forEach(item -> packed[item]++);
    }
    for (int i = 0; i < packed.length; i++) {
      if (packed[i] != problem.items().get(i).demand()) {
        faults.add("item " + i + " is packed " + packed[i] + " times");
      }
    }
    if (bins != packing.size() || lowerBound > bins) {
      faults.add("bins are " + bins + ", packed " + packing.size() + ", bound " + lowerBound);
    }
    return faults;
  }

  /** This answer as one JSON document. */
  public String toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("status", status.name()).put("bins", bins).put("lower_bound", lowerBound);
    ArrayNode all = root.putArray("packing");
    for (List<Integer> bin : packing) {
      ArrayNode one = all.addArray();
      bin.forEach(one::add);
    }
    return JsonTree.line(root.put("time_ms", timeMillis));
  }
}
