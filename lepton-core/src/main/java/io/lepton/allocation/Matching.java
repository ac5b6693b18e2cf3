package io.lepton.allocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pairs machines that run with machines that are wanted, the most alike first. */
final class Matching {
  private record Pair(int before, int after, long common) {}

  private Matching() {}

  /** Greedy by replicas in common; each machine at most once. */
  static List<MovePlanner.Kept> mostInCommon(
      List<InstanceGroup> current, List<InstanceGroup> wanted) {
    Map<List<Object>, List<Integer>> byMachine = new HashMap<>();
    for (int i = 0; i < current.size(); i++) {
      byMachine.computeIfAbsent(name(current.get(i)), key -> new ArrayList<>()).add(i);
    }
    List<Pair> pairs = new ArrayList<>();
    for (int k = 0; k < wanted.size(); k++) {
      for (int i : byMachine.getOrDefault(name(wanted.get(k)), List.of())) {
        pairs.add(new Pair(i, k, common(current.get(i), wanted.get(k))));
      }
    }
    pairs.sort((a, b) -> Long.compare(b.common(), a.common()));
    long[] currentLeft = current.stream().mapToLong(InstanceGroup::count).toArray();
    long[] wantedLeft = wanted.stream().mapToLong(InstanceGroup::count).toArray();
    List<MovePlanner.Kept> kept = new ArrayList<>();
    for (Pair pair : pairs) {
      long count = Math.min(currentLeft[pair.before()], wantedLeft[pair.after()]);
      if (count > 0) {
        currentLeft[pair.before()] -= count;
        wantedLeft[pair.after()] -= count;
        kept.add(new MovePlanner.Kept(current.get(pair.before()), wanted.get(pair.after()), count));
      }
    }
    return kept;
  }

  private static long common(InstanceGroup a, InstanceGroup b) {
    long sum = 0;
    for (Share share : a.places()) {
      for (Share other : b.places()) {
        if (share.workload().equals(other.workload())) {
          sum += Math.min(share.replicas(), other.replicas());
        }
      }
    }
    return sum;
  }

  private static List<Object> name(InstanceGroup group) {
    return List.of(
        group.cloud(), group.region(), group.zone(), group.instanceType(), group.purchase());
  }
}
