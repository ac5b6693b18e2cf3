package io.lepton.schedule;

import java.util.Arrays;

/**
 * Prices of time that turn a makespan limit into costs (Lagrange). Any flow of price from the
 * graph's beginnings to its ends is valid: what the tasks and edges of a path are charged in sum
 * never exceeds what the limit is credited, so the priced least cost less {@code price x limit}
 * stays below the cost of every schedule within the limit. Prices follow the paths that turn out
 * too long.
 */
final class TimePrices {
  final double[] task;
  final double[] edge;
  private double price;

  TimePrices(Model model) {
    task = new double[model.tasks];
    edge = new double[model.edges()];
  }

  private TimePrices(TimePrices from) {
    task = from.task.clone();
    edge = from.edge.clone();
    price = from.price;
  }

  TimePrices copy() {
    return new TimePrices(this);
  }

  double price() {
    return price;
  }

  /** What the limit is credited, rounded up. */
  long credit(long limit) {
    return (long) Math.ceil(price * limit);
  }

  /** Moves all prices towards a new sum, a part of it taken from the longest path of a choice. */
  void follow(Model model, int[] choice, double newPrice, double part) {
    double kept = price > 0 ? newPrice * (1 - part) / price : 0;
    double added = price > 0 ? newPrice * part : newPrice;
    for (int i = 0; i < task.length; i++) {
      task[i] *= kept;
    }
    for (int e = 0; e < edge.length; e++) {
      edge[e] *= kept;
    }
    long[] ends = model.ends(choice);
    int at = indexOfGreatest(ends);
    while (true) {
      task[at] += added;
      long start = ends[at] - model.time[at][choice[at]];
      int via = -1;
      for (int e : model.inEdges[at]) {
        int from = model.edgeFrom[e];
        if (ends[from]
                + model.flowTime(e, model.site[from][choice[from]], model.site[at][choice[at]])
            == start) {
          via = e;
        }
      }
      if (via < 0) {
        break;
      }
      edge[via] += added;
      at = model.edgeFrom[via];
    }
    price = newPrice;
  }

  private static int indexOfGreatest(long[] values) {
    long greatest = Arrays.stream(values).max().orElse(0);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == greatest) {
        return i;
      }
    }
    return 0;
  }
}
