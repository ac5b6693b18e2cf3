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

  /** A task with one neighbour: its best cost for each of the neighbour's options. */
  private void eliminateLeaf(int step, int leaf, int neighbour) {
    long[] base = unary[leaf];
    int[] leafSite = model.site[leaf];
    int[] site = model.site[neighbour];
    long[] best = new long[site.length];
    int[] arg = new int[site.length];
    List<Integer> edges = openEdges(leaf);
    Arrays.fill(best, Long.MAX_VALUE);
    stay(base, leafSite, site, best, arg);
    int least = indexOfLeast(base);
    improve(edges, leaf, leafSite[least], base[least], least, site, best, arg);
    long worst = Arrays.stream(best).max().orElse(0);
    for (int option = 0; option < base.length; option++) {
      // To another site the flow costs its cheapest tariff, so that this option improves nothing.
      if (option != least && base[option] + leastFlow(edges, leaf, leafSite[option]) < worst) {
        improve(edges, leaf, leafSite[option], base[option], option, site, best, arg);
      }
    }
    for (int s = 0; s < best.length; s++) {
      unary[neighbour][s] += best[s];
    }
    bestOption[step] = arg;
  }

  /** Starts with the choice to stay: the leaf's own option at the neighbour's site. */
  private void stay(long[] base, int[] leafSite, int[] site, long[] best, int[] arg) {
    int[] optionAt = new int[model.sites];
    Arrays.fill(optionAt, -1);
    for (int option = 0; option < base.length; option++) {
      int at = optionAt[leafSite[option]];
      if (at < 0 || base[option] < base[at]) {
        optionAt[leafSite[option]] = option;
      }
    }
    for (int s = 0; s < site.length; s++) {
      int option = optionAt[site[s]];
      if (option >= 0) {
        best[s] = base[option];
        arg[s] = option;
      }
    }
  }

  /** What leaving a site costs at the least on a leaf's edges. */
  private long leastFlow(List<Integer> edges, int leaf, int leafSite) {
    long total = 0;
    for (int e : edges) {
      long[] costs = model.tariffCosts(e);
      long least = Long.MAX_VALUE;
      short[] tariffs =
          model.edgeFrom[e] == leaf ? model.tariffRow(leafSite) : model.tariffColumn(leafSite);
      for (int s = 0; s < tariffs.length; s++) {
        if (s != leafSite && costs[tariffs[s]] < least) {
          least = costs[tariffs[s]];
        }
      }
      total += least == Long.MAX_VALUE ? 0 : least;
    }
    return total;
  }

  private void improve(
      List<Integer> edges,
      int leaf,
      int leafSite,
      long base,
      int option,
      int[] site,
      long[] best,
      int[] arg) {
    if (edges.size() == 1) {
      int edge = edges.get(0);
      long[] costs = model.tariffCosts(edge);
      short[] row =
          model.edgeFrom[edge] == leaf ? model.tariffRow(leafSite) : model.tariffColumn(leafSite);
      for (int s = 0; s < site.length; s++) {
        long total = base + costs[row[site[s]]];
        if (total < best[s]) {
          best[s] = total;
          arg[s] = option;
        }
      }
      return;
    }
    for (int s = 0; s < site.length; s++) {
      long total = base;
      for (int e : edges) {
        total +=
            model.edgeFrom[e] == leaf
                ? model.flowCost(e, leafSite, site[s])
                : model.flowCost(e, site[s], leafSite);
      }
      if (total < best[s]) {
        best[s] = total;
        arg[s] = option;
      }
    }
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
