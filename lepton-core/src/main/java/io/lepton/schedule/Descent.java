package io.lepton.schedule;

/** Improves a choice one task at a time: first its length down to the limit, then its cost. */
final class Descent {
  private final Model model;
  private final long limit;

  Descent(Model model, long limit) {
    this.model = model;
    this.limit = limit;
  }

  /** The choice, improved in place until no single change helps or time is up. */
  int[] improve(int[] choice, int[][] domains, Deadline deadline) {
    boolean limited = limit < Long.MAX_VALUE;
    long over = limited ? Math.max(0, model.makespan(choice) - limit) : 0;
    boolean changed = true;
    while (changed && !deadline.passed()) {
      changed = false;
      for (int i = 0; i < model.tasks; i++) {
        int before = choice[i];
        int best = before;
        long bestOver = over;
        long bestCost = around(i, before, choice);
        for (int a : domains[i]) {
          long cost = around(i, a, choice);
          if (a == before || (over == 0 && cost >= bestCost)) {
            continue;
          }
          choice[i] = a;
          long newOver = limited ? Math.max(0, model.makespan(choice) - limit) : 0;
          if (newOver < bestOver || (newOver == bestOver && cost < bestCost)) {
            best = a;
            bestOver = newOver;
            bestCost = cost;
          }
        }
        choice[i] = best;
        over = bestOver;
        changed |= best != before;
      }
    }
    return choice;
  }

  private long around(int task, int option, int[] choice) {
    long total = model.cost[task][option];
    int here = model.site[task][option];
    for (int e : model.inEdges[task]) {
      int from = model.edgeFrom[e];
      total += model.flowCost(e, model.site[from][choice[from]], here);
    }
    for (int e : model.outEdges[task]) {
      int to = model.edgeTo[e];
      total += model.flowCost(e, here, model.site[to][choice[to]]);
    }
    return total;
  }
}
