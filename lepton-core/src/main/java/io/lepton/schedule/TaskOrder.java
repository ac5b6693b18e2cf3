package io.lepton.schedule;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order in which a graph's tasks can run. */
final class TaskOrder {

  private TaskOrder() {}

  /** Demands that every name is known, no pair stands twice and nothing waits for itself. */
  static void check(int tasks, List<Dependency> dependencies, Map<String, Integer> indexes) {
    int[] from = new int[dependencies.size()];
    int[] to = new int[dependencies.size()];
    Set<Long> pairs = new HashSet<>();
    for (int e = 0; e < from.length; e++) {
      Dependency dependency = dependencies.get(e);
      from[e] = index(indexes, dependency.from());
      to[e] = index(indexes, dependency.to());
      if (!pairs.add(((long) from[e] << 32) | to[e])) {
        throw new IllegalArgumentException(
            "the dependency from %s to %s stands twice; give the sum of the volumes"
                .formatted(dependency.from(), dependency.to()));
      }
    }
    if (topological(tasks, from, to).length < tasks) {
      throw new IllegalArgumentException("the tasks wait for each other in a circle");
    }
  }

  private static int index(Map<String, Integer> indexes, String name) {
    Integer index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("a dependency names the task " + name + ", which is none");
    }
    return index;
  }

  /** Tasks in an order where every edge leads forward; shorter when there is a circle (Kahn). */
  static int[] topological(int tasks, int[] from, int[] to) {
    int[] waiting = new int[tasks];
    for (int target : to) {
      waiting[target]++;
    }
    int[][] out = incident(tasks, from);
    int[] order = new int[tasks];
    int size = 0;
    for (int task = 0; task < tasks; task++) {
      if (waiting[task] == 0) {
        order[size++] = task;
      }
    }
    for (int done = 0; done < size; done++) {
      for (int edge : out[order[done]]) {
        if (--waiting[to[edge]] == 0) {
          order[size++] = to[edge];
        }
      }
    }
    return java.util.Arrays.copyOf(order, size);
  }

  /** The edges of each task by one of their ends. */
  static int[][] incident(int tasks, int[] ends) {
    int[] counts = new int[tasks];
    for (int end : ends) {
      counts[end]++;
    }
    int[][] edges = new int[tasks][];
    for (int task = 0; task < tasks; task++) {
      edges[task] = new int[counts[task]];
    }
    for (int edge = ends.length - 1; edge >= 0; edge--) {
      edges[ends[edge]][--counts[ends[edge]]] = edge;
    }
    return edges;
  }
}
