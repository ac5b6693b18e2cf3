package io.lepton.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The order in which variable elimination takes the tasks of a graph, direction forgotten: fewest
 * neighbours first, which is exact for trees (one) and series-parallel graphs (two); among three
 * and more by least fill-in (Bodlaender and Koster, Treewidth computations I, 2010).
 */
final class EliminationOrder {
  /** Beyond this many tasks of three and more neighbours, choosing by fill-in takes too long. */
  private static final int LARGEST_CORE = 400;

  private final int[] tasks;
  private final int[][] neighbours;
  private final double operations;
  private final double cells;

  private EliminationOrder(int[] tasks, int[][] neighbours, double operations, double cells) {
    this.tasks = tasks;
    this.neighbours = neighbours;
    this.operations = operations;
    this.cells = cells;
  }

  /** Tasks in the order of their elimination. */
  int[] tasks() {
    return tasks;
  }

  /** The tasks not yet eliminated that each task is joined with when its turn comes, ascending. */
  int[] neighbours(int step) {
    return neighbours[step];
  }

  /** Sums that the elimination has to form. */
  double operations() {
    return operations;
  }

  /** Table cells that it has to keep. */
  double cells() {
    return cells;
  }

  static EliminationOrder of(Model model) {
    int n = model.tasks;
    List<Set<Integer>> adjacent = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      adjacent.add(new HashSet<>());
    }
    for (int e = 0; e < model.edges(); e++) {
      adjacent.get(model.edgeFrom[e]).add(model.edgeTo[e]);
      adjacent.get(model.edgeTo[e]).add(model.edgeFrom[e]);
    }
    PriorityQueue<long[]> few = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
    boolean[] gone = new boolean[n];
    for (int i = 0; i < n; i++) {
      if (adjacent.get(i).size() <= 2) {
        few.add(new long[] {adjacent.get(i).size(), i});
      }
    }
    int[] order = new int[n];
    int[][] neighbours = new int[n][];
    double operations = 0;
    double cells = 0;
    for (int step = 0; step < n; step++) {
      int task = -1;
      while (task < 0 && !few.isEmpty()) {
        long[] entry = few.poll();
        int candidate = (int) entry[1];
        if (!gone[candidate] && adjacent.get(candidate).size() == entry[0]) {
          task = candidate;
        }
      }
      if (task < 0) {
        if (n - step > LARGEST_CORE) {
          return new EliminationOrder(order, neighbours, Double.MAX_VALUE, Double.MAX_VALUE);
        }
        task = leastFill(adjacent, gone);
      }
      int[] around = adjacent.get(task).stream().mapToInt(Integer::intValue).sorted().toArray();
      double table = 1;
      for (int other : around) {
        table *= Math.max(1, model.cost[other].length);
      }
      cells += table;
      operations += table * model.cost[task].length * (1 + around.length);
      order[step] = task;
      neighbours[step] = around;
      gone[task] = true;
      for (int one : around) {
        adjacent.get(one).remove(task);
        for (int other : around) {
          if (one != other) {
            adjacent.get(one).add(other);
          }
        }
      }
      for (int one : around) {
        if (adjacent.get(one).size() <= 2) {
          few.add(new long[] {adjacent.get(one).size(), one});
        }
      }
    }
    return new EliminationOrder(order, neighbours, operations, cells);
  }

  private static int leastFill(List<Set<Integer>> adjacent, boolean[] gone) {
    int best = -1;
    long bestFill = Long.MAX_VALUE;
    for (int task = 0; task < gone.length; task++) {
      if (!gone[task]) {
        long fill = 0;
        for (int one : adjacent.get(task)) {
          for (int other : adjacent.get(task)) {
            if (one < other && !adjacent.get(one).contains(other)) {
              fill++;
            }
          }
        }
        if (fill < bestFill) {
          best = task;
          bestFill = fill;
        }
      }
    }
    return best;
  }
}
