package io.lepton.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Least cost by variable elimination (Bertele and Brioschi, Nonserial Dynamic Programming, 1972):
 * each task in turn is chosen best for every choice of the tasks it is joined with. Exact; time and
 * memory grow with the options to the power of the graph's treewidth. Used once.
 */
final class Elimination {
  private final Model model;
  private final EliminationOrder order;
  private final long[][] unary;
  private final List<List<Table>> tables = new ArrayList<>();
  private final boolean[] edgeDone;
  private final int[][] bestOption;

  Elimination(Model model, EliminationOrder order) {
    this.model = model;
    this.order = order;
    unary = new long[model.tasks][];
    for (int i = 0; i < model.tasks; i++) {
      unary[i] = model.cost[i].clone();
      tables.add(new ArrayList<>(0));
    }
    edgeDone = new boolean[model.edges()];
    bestOption = new int[model.tasks][];
  }

  /** The cheapest choice of options; each task has at least one. */
  int[] solve() {
    int[] tasks = order.tasks();
    for (int step = 0; step < tasks.length; step++) {
      int[] around = order.neighbours(step);
      if (around.length == 0) {
        bestOption[step] = new int[] {indexOfLeast(unary[tasks[step]])};
      } else if (around.length == 1 && tables.get(tasks[step]).isEmpty()) {
        eliminateLeaf(step, tasks[step], around[0]);
      } else {
        eliminate(step, tasks[step], around);
      }
    }
    int[] choice = new int[model.tasks];
    for (int step = tasks.length - 1; step >= 0; step--) {
      int index = 0;
      for (int other : order.neighbours(step)) {
        index = index * unary[other].length + choice[other];
      }
      choice[tasks[step]] = bestOption[step][index];
    }
    return choice;
  }

  /**
   * A task with one neighbour, so one edge: its best cost for each of the neighbour's options. It
   * stays at the neighbour's site, or goes there from the cheapest site of those that pay the same.
   */
  private void eliminateLeaf(int step, int leaf, int neighbour) {
    long[] base = unary[leaf];
    int[] optionAt = cheapestAt(base, model.site[leaf]);
    long[] bestAt = new long[model.sites];
    int[] argAt = new int[model.sites];
    for (int s = 0; s < optionAt.length; s++) {
      argAt[s] = Math.max(0, optionAt[s]);
      bestAt[s] = optionAt[s] < 0 ? Long.MAX_VALUE : base[optionAt[s]];
    }
    int edge = openEdges(leaf).get(0);
    move(base, optionAt, edge, model.edgeFrom[edge] == leaf, bestAt, argAt);
    int[] site = model.site[neighbour];
    int[] arg = new int[site.length];
    for (int s = 0; s < site.length; s++) {
      unary[neighbour][s] += bestAt[site[s]];
      arg[s] = argAt[site[s]];
    }
    bestOption[step] = arg;
  }

  /** The cheapest option at each site; negative where there is none. */
  private int[] cheapestAt(long[] base, int[] leafSite) {
    int[] optionAt = new int[model.sites];
    Arrays.fill(optionAt, -1);
    for (int option = 0; option < base.length; option++) {
      int at = optionAt[leafSite[option]];
      if (at < 0 || base[option] < base[at]) {
        optionAt[leafSite[option]] = option;
      }
    }
    return optionAt;
  }

  private void move(
      long[] base, int[] optionAt, int edge, boolean away, long[] bestAt, int[] argAt) {
    Flows.Groups groups = away ? model.flows().away() : model.flows().into();
    int[] cheapest = new int[groups.size()];
    Arrays.fill(cheapest, -1);
    for (int option : optionAt) {
      if (option >= 0) {
        for (int g : groups.of(siteOf(option, edge, away))) {
          if (cheapest[g] < 0 || base[option] < base[cheapest[g]]) {
            cheapest[g] = option;
          }
        }
      }
    }
    long[] costs = model.tariffCosts(edge);
    for (int g = 0; g < cheapest.length; g++) {
      if (cheapest[g] >= 0) {
        long total = base[cheapest[g]] + costs[groups.tariff(g)];
        for (int s : groups.others(g)) {
          if (total < bestAt[s]) {
            bestAt[s] = total;
            argAt[s] = cheapest[g];
          }
        }
      }
    }
  }

  private int siteOf(int option, int edge, boolean away) {
    return model.site[away ? model.edgeFrom[edge] : model.edgeTo[edge]][option];
  }

  private void eliminate(int step, int task, int[] around) {
    List<Table> joined = new ArrayList<>(tables.get(task));
    for (int e : openEdges(task)) {
      joined.add(edgeTable(e, task));
    }
    int[] sizes = Arrays.stream(around).map(other -> unary[other].length).toArray();
    int cells = 1;
    for (int size : sizes) {
      cells *= size;
    }
    long[] values = new long[cells];
    int[] arg = new int[cells];
    int[][] strides = new int[joined.size()][];
    int[] own = new int[joined.size()];
    for (int t = 0; t < own.length; t++) {
      strides[t] = Arrays.stream(around).map(joined.get(t)::stride).toArray();
      own[t] = joined.get(t).stride(task);
    }
    int[] at = new int[around.length];
    int[] offset = new int[own.length];
    long[] base = unary[task];
    long[] sums = new long[base.length];
    for (int cell = 0; cell < cells; cell++) {
      System.arraycopy(base, 0, sums, 0, base.length);
      for (int t = 0; t < own.length; t++) {
        long[] table = joined.get(t).values;
        for (int r = 0, p = offset[t]; r < sums.length; r++, p += own[t]) {
          sums[r] += table[p];
        }
      }
      arg[cell] = indexOfLeast(sums);
      values[cell] = sums[arg[cell]];
      for (int d = around.length - 1; d >= 0; d--) {
        at[d]++;
        for (int t = 0; t < own.length; t++) {
          offset[t] += strides[t][d];
        }
        if (at[d] < sizes[d]) {
          break;
        }
        for (int t = 0; t < own.length; t++) {
          offset[t] -= strides[t][d] * sizes[d];
        }
        at[d] = 0;
      }
    }
    bestOption[step] = arg;
    for (Table table : joined) {
      for (int other : table.tasks) {
        tables.get(other).remove(table);
      }
    }
    if (around.length == 1) {
      for (int s = 0; s < cells; s++) {
        unary[around[0]][s] += values[s];
      }
    } else {
      Table result = new Table(around, sizes, values);
      for (int other : around) {
        tables.get(other).add(result);
      }
    }
  }

  private List<Integer> openEdges(int task) {
    List<Integer> edges = new ArrayList<>(4);
    for (int[] incident : new int[][] {model.outEdges[task], model.inEdges[task]}) {
      for (int e : incident) {
        if (!edgeDone[e]) {
          edgeDone[e] = true;
          edges.add(e);
        }
      }
    }
    return edges;
  }

  private Table edgeTable(int edge, int task) {
    int other = model.edgeFrom[edge] == task ? model.edgeTo[edge] : model.edgeFrom[edge];
    int[] sizes = {unary[task].length, unary[other].length};
    long[] values = new long[sizes[0] * sizes[1]];
    for (int a = 0; a < sizes[0]; a++) {
      for (int b = 0; b < sizes[1]; b++) {
        int here = model.site[task][a];
        int there = model.site[other][b];
        values[a * sizes[1] + b] =
            model.edgeFrom[edge] == task
                ? model.flowCost(edge, here, there)
                : model.flowCost(edge, there, here);
      }
    }
    return new Table(new int[] {task, other}, sizes, values);
  }

  private static int indexOfLeast(long[] values) {
    int least = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[least]) {
        least = i;
      }
    }
    return least;
  }

  /** A cost for every choice of some tasks' options; the last task's options lie side by side. */
  private static final class Table {
    private final int[] tasks;
    private final int[] strides;
    private final long[] values;

    Table(int[] tasks, int[] sizes, long[] values) {
      this.tasks = tasks;
      this.values = values;
      strides = new int[tasks.length];
      int stride = 1;
      for (int d = tasks.length - 1; d >= 0; d--) {
        strides[d] = stride;
        stride *= sizes[d];
      }
    }

    int stride(int task) {
      for (int d = 0; d < tasks.length; d++) {
        if (tasks[d] == task) {
          return strides[d];
        }
      }
      return 0;
    }
  }
}
