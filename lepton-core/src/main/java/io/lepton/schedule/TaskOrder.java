package io.lepton.schedule;

import io.lepton.config.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order in which a graph's tasks can run. */
final class TaskOrder {
  private static final int MOST_SHOWN = 10;

  private TaskOrder() {}

  /**
   * The dependencies, when they can be kept.
   *
   * @throws IllegalArgumentException when a name is not known or a task's twice, a pair stands
   *     twice or something waits for itself
   */
  static List<Dependency> checked(List<Task> all, List<Dependency> dependencies) {
    Map<String, Integer> indexes = new HashMap<>();
    for (Task task : all) {
      if (indexes.put(task.name(), indexes.size()) != null) {
        throw new IllegalArgumentException(
            "task " + task.name() + " stands twice; give each a name of its own");
      }
    }
    int tasks = all.size();
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
    int[] order = topological(tasks, from, to);
    if (order.length < tasks) {
      List<String> circle = new ArrayList<>();
      for (int edge : circle(tasks, order, from, to)) {
        circle.add(dependencies.get(edge).from());
      }
      throw new IllegalArgumentException(
          "the tasks wait for each other in a circle: " + round(circle));
    }
    return List.copyOf(dependencies);
  }

  private static String round(List<String> circle) {
    return circle.size() < MOST_SHOWN
        ? String.join(" -> ", circle) + " -> " + circle.get(0)
        : String.join(" -> ", circle.subList(0, MOST_SHOWN))
            + " -> ... ("
            + circle.size()
            + " tasks)";
  }

  /**
   * The edges of one circle, each leading to the next one's start. Every task that has no place in
   * the order waits for another such, so a walk against the edges comes round.
   */
  private static List<Integer> circle(int tasks, int[] order, int[] from, int[] to) {
    boolean[] ordered = new boolean[tasks];
    for (int task : order) {
      ordered[task] = true;
    }
    int[] waitsBy = new int[tasks];
    int task = 0;
    for (int edge = 0; edge < to.length; edge++) {
      if (!ordered[from[edge]] && !ordered[to[edge]]) {
        waitsBy[to[edge]] = edge;
        task = to[edge];
      }
    }
    for (int step = 0; step < tasks; step++) {
      task = from[waitsBy[task]];
    }
    List<Integer> edges = new ArrayList<>();
    for (int at = task; edges.isEmpty() || at != task; at = from[waitsBy[at]]) {
      edges.add(waitsBy[at]);
    }
    Collections.reverse(edges);
    return edges;
  }

  private static int index(Map<String, Integer> indexes, String name) {
    Integer index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException(
          "a dependency names no task: '" + name + "'" + Suggestion.hint(name, indexes.keySet()));
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
    return Arrays.copyOf(order, size);
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
