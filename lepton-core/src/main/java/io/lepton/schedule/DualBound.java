package io.lepton.schedule;

import java.util.Arrays;

/**
 * A lower bound on the cost of a graph whose tasks choose one option each, by sequential
 * reparametrisation of its linear relaxation (Kolmogorov, A New Look at Reweighted Message Passing,
 * 2015). Costs are shifted between tasks and edges by whole numbers; whatever was shifted, the sum
 * of all least values is a valid bound, so rounding never harms the proof. Not thread safe.
 */
final class DualBound {
  private final Model model;
  private final long[][][] table;
  private final long[][] toFrom;
  private final long[][] toTo;
  private final long[][] unary;

  DualBound(Model model) {
    this.model = model;
    int edges = model.edges();
    table = new long[edges][][];
    toFrom = new long[edges][];
    toTo = new long[edges][];
    unary = new long[model.tasks][];
    for (int i = 0; i < model.tasks; i++) {
      unary[i] = model.cost[i].clone();
    }
    for (int e = 0; e < edges; e++) {
      int[] from = model.site[model.edgeFrom[e]];
      int[] to = model.site[model.edgeTo[e]];
      table[e] = new long[from.length][to.length];
      for (int a = 0; a < from.length; a++) {
        for (int b = 0; b < to.length; b++) {
          table[e][a][b] = model.flowCost(e, from[a], to[b]);
        }
      }
      toFrom[e] = new long[from.length];
      toTo[e] = new long[to.length];
    }
  }

  /** Cells of all edges' tables: what a bound on this model needs memory for. */
  static double cells(Model model) {
    double cells = 0;
    for (int e = 0; e < model.edges(); e++) {
      cells += (double) model.site[model.edgeFrom[e]].length * model.site[model.edgeTo[e]].length;
    }
    return cells;
  }

  /** Improves the bound by so many sweeps over the options in {@code domains}, and returns it. */
  long sweep(int[][] domains, int sweeps) {
    for (int s = 0; s < sweeps; s++) {
      for (int k = 0; k < model.tasks; k++) {
        pass(model.order[k], domains, model.inEdges, model.outEdges);
      }
      for (int k = model.tasks - 1; k >= 0; k--) {
        pass(model.order[k], domains, model.outEdges, model.inEdges);
      }
    }
    return bound(domains);
  }

  /** The bound as it stands. */
  long bound(int[][] domains) {
    long total = 0;
    for (int i = 0; i < model.tasks; i++) {
      long least = Long.MAX_VALUE;
      for (int a : domains[i]) {
        least = Math.min(least, unary[i][a]);
      }
      total += least;
    }
    for (int e = 0; e < table.length; e++) {
      long least = Long.MAX_VALUE;
      for (int a : domains[model.edgeFrom[e]]) {
        for (int b : domains[model.edgeTo[e]]) {
          least = Math.min(least, table[e][a][b] - toFrom[e][a] - toTo[e][b]);
        }
      }
      total += least;
    }
    return total;
  }

  /** How far above the bound every choice with this option is at the least. */
  long excess(int task, int option, int[][] domains) {
    long least = Long.MAX_VALUE;
    for (int a : domains[task]) {
      least = Math.min(least, unary[task][a]);
    }
    return unary[task][option] - least;
  }

  /** How much a choice loses on a task's edges against the bound: where it disagrees most. */
  long disagreement(int task, int[] choice, int[][] domains) {
    long loss = 0;
    for (int[] edges : new int[][] {model.inEdges[task], model.outEdges[task]}) {
      for (int e : edges) {
        int from = model.edgeFrom[e];
        int to = model.edgeTo[e];
        long least = Long.MAX_VALUE;
        for (int a : domains[from]) {
          for (int b : domains[to]) {
            least = Math.min(least, table[e][a][b] - toFrom[e][a] - toTo[e][b]);
          }
        }
        loss +=
            table[e][choice[from]][choice[to]]
                - toFrom[e][choice[from]]
                - toTo[e][choice[to]]
                - least;
      }
    }
    long least = Long.MAX_VALUE;
    for (int a : domains[task]) {
      least = Math.min(least, unary[task][a]);
    }
    return loss + unary[task][choice[task]] - least;
  }

  /** A choice read from the shifted costs, task after task along the graph. */
  int[] decode(int[][] domains) {
    int[] choice = new int[model.tasks];
    for (int i : model.order) {
      long best = Long.MAX_VALUE;
      for (int a : domains[i]) {
        long total = unary[i][a];
        for (int e : model.inEdges[i]) {
          int b = choice[model.edgeFrom[e]];
          total += table[e][b][a] - toFrom[e][b] - toTo[e][a];
        }
        if (total < best) {
          best = total;
          choice[i] = a;
        }
      }
    }
    return choice;
  }

  /** The state, to be restored with {@link #restore}. */
  long[][][] save() {
    return new long[][][] {copy(toFrom), copy(toTo), copy(unary)};
  }

  void restore(long[][][] saved) {
    for (int e = 0; e < table.length; e++) {
      System.arraycopy(saved[0][e], 0, toFrom[e], 0, toFrom[e].length);
      System.arraycopy(saved[1][e], 0, toTo[e], 0, toTo[e].length);
    }
    for (int i = 0; i < unary.length; i++) {
      System.arraycopy(saved[2][i], 0, unary[i], 0, unary[i].length);
    }
  }

  private static long[][] copy(long[][] rows) {
    return Arrays.stream(rows).map(long[]::clone).toArray(long[][]::new);
  }

  /** Gathers at a task what its edges can give, then hands it on to the edges that lie ahead. */
  private void pass(int task, int[][] domains, int[][] behind, int[][] ahead) {
    for (int e : behind[task]) {
      gather(task, e, domains);
    }
    for (int e : ahead[task]) {
      gather(task, e, domains);
    }
    int shares = Math.max(behind[task].length, ahead[task].length);
    if (shares == 0 || ahead[task].length == 0) {
      return;
    }
    for (int a : domains[task]) {
      long share = Math.floorDiv(unary[task][a], shares);
      for (int e : ahead[task]) {
        (model.edgeFrom[e] == task ? toFrom : toTo)[e][a] -= share;
        unary[task][a] -= share;
      }
    }
  }

  private void gather(int task, int e, int[][] domains) {
    if (model.edgeFrom[e] == task) {
      for (int a : domains[task]) {
        long least = Long.MAX_VALUE;
        long[] row = table[e][a];
        for (int b : domains[model.edgeTo[e]]) {
          least = Math.min(least, row[b] - toTo[e][b]);
        }
        least -= toFrom[e][a];
        toFrom[e][a] += least;
        unary[task][a] += least;
      }
    } else {
      for (int b : domains[task]) {
        long least = Long.MAX_VALUE;
        for (int a : domains[model.edgeFrom[e]]) {
          least = Math.min(least, table[e][a][b] - toFrom[e][a]);
        }
        least -= toTo[e][b];
        toTo[e][b] += least;
        unary[task][b] += least;
      }
    }
  }
}
