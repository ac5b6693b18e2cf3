package io.lepton.schedule;

import java.util.Arrays;

/**
 * How early each option of each task can end and how long the rest takes after it, if every task
 * chooses for each of its followers apart: bounds on the makespan, exact for in- and out-trees.
 */
final class Windows {
  private final Model model;
  private final long[][] until;
  private final long[][] after;

  Windows(Model model, int[][] domains) {
    this.model = model;
    until = new long[model.tasks][];
    after = new long[model.tasks][];
    for (int i : model.order) {
      until[i] = new long[model.time[i].length];
      for (int a : domains[i]) {
        long start = 0;
        for (int e : model.inEdges[i]) {
          long arrival = Long.MAX_VALUE;
          int from = model.edgeFrom[e];
          for (int b : domains[from]) {
            arrival =
                Math.min(
                    arrival, until[from][b] + flowTime(e, model.site[from][b], model.site[i][a]));
          }
          start = Math.max(start, arrival);
        }
        until[i][a] = start + model.time[i][a];
      }
    }
    for (int k = model.tasks - 1; k >= 0; k--) {
      int i = model.order[k];
      after[i] = new long[model.time[i].length];
      for (int a : domains[i]) {
        for (int e : model.outEdges[i]) {
          long rest = Long.MAX_VALUE;
          int to = model.edgeTo[e];
          for (int b : domains[to]) {
            rest =
                Math.min(
                    rest,
                    after[to][b]
                        + model.time[to][b]
                        + flowTime(e, model.site[i][a], model.site[to][b]));
          }
          after[i][a] = Math.max(after[i][a], rest);
        }
      }
    }
  }

  /** A flow that has no tariff takes for ever. */
  private long flowTime(int edge, int from, int to) {
    return model.flowCost(edge, from, to) >= Model.FORBIDDEN
        ? Model.FORBIDDEN
        : model.flowTime(edge, from, to);
  }

  /** No schedule in which the task takes this option is shorter. */
  long through(int task, int option) {
    return until[task][option] + after[task][option];
  }

  /** No schedule is shorter. */
  long shortest(int[][] domains) {
    long shortest = 0;
    for (int i = 0; i < model.tasks; i++) {
      int task = i;
      shortest =
          Math.max(
              shortest, Arrays.stream(domains[i]).mapToLong(a -> through(task, a)).min().orElse(0));
    }
    return shortest;
  }

  /** The options that can be in a schedule of at most this length; rows may become empty. */
  int[][] within(int[][] domains, long limit) {
    int[][] kept = new int[domains.length][];
    for (int i = 0; i < domains.length; i++) {
      int task = i;
      kept[i] =
          Arrays.stream(domains[i]).allMatch(a -> through(task, a) <= limit)
              ? domains[i]
              : Arrays.stream(domains[i]).filter(a -> through(task, a) <= limit).toArray();
    }
    return kept;
  }

  /** Each task's quickest option as the windows see it, chosen from the ends to the beginnings. */
  int[] decode(int[][] domains) {
    int[] choice = new int[model.tasks];
    for (int k = model.tasks - 1; k >= 0; k--) {
      int i = model.order[k];
      long best = Long.MAX_VALUE;
      for (int a : domains[i]) {
        long length = until[i][a];
        long rest = after[i][a];
        for (int e : model.outEdges[i]) {
          int to = model.edgeTo[e];
          rest =
              Math.max(
                  rest,
                  flowTime(e, model.site[i][a], model.site[to][choice[to]])
                      + model.time[to][choice[to]]
                      + after[to][choice[to]]);
        }
        if (length + rest < best) {
          best = length + rest;
          choice[i] = a;
        }
      }
    }
    return choice;
  }
}
