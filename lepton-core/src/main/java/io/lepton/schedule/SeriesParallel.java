package io.lepton.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole Pareto front of a series-parallel graph, chains and in- and out-trees among them, by
 * reduction (Valdes, Tarjan and Lawler, The Recognition of Series Parallel Digraphs, 1982): a task
 * between two arcs is folded into one arc, parallel arcs into one. An arc carries, for every choice
 * at its ends, the points of time and cost that no other beats. Used once.
 */
final class SeriesParallel {
  private static final long MOST_LABELS = 3_000_000;
  private static final int SOURCE = -1;
  private static final int SINK = -2;

  private final Model model;
  private final Deadline deadline;
  private long labels;

  SeriesParallel(Model model, Deadline deadline) {
    this.model = model;
    this.deadline = deadline;
  }

  /** A point, and how it came about. */
  private static final class Label {
    final long time;
    final long cost;
    final @Nullable Label one;
    final @Nullable Label other;
    final int task;
    final int option;

    Label(long time, long cost, @Nullable Label one, @Nullable Label other, int task, int option) {
      this.time = time;
      this.cost = cost;
      this.one = one;
      this.other = other;
      this.task = task;
      this.option = option;
    }
  }

  /** Points for every choice at the two ends of an arc, the first end's options by row. */
  private static final class Arc {
    final int from;
    final int to;
    final Label[][][] points;

    Arc(int from, int to, Label[][][] points) {
      this.from = from;
      this.to = to;
      this.points = points;
    }
  }

  /** Choices of options, quickest first; empty when the graph is not of the kind or too large. */
  Optional<List<int[]>> front() {
    Map<Integer, List<Arc>> in = new HashMap<>();
    Map<Integer, List<Arc>> out = new HashMap<>();
    for (Arc arc : arcs()) {
      add(arc, in, out);
    }
    boolean reduced = true;
    int left = model.tasks;
    while (left > 0 && reduced) {
      reduced = false;
      for (int task : model.order) {
        if (deadline.passed() || labels > MOST_LABELS) {
          return Optional.empty();
        }
        List<Arc> before = in.getOrDefault(task, List.of());
        List<Arc> behind = out.getOrDefault(task, List.of());
        if (before.size() == 1 && behind.size() == 1) {
          Arc first = before.get(0);
          Arc second = behind.get(0);
          remove(first, in, out);
          remove(second, in, out);
          add(series(first, task, second), in, out);
          reduced = true;
          left--;
        }
      }
    }
    if (left > 0 || labels > MOST_LABELS) {
      return Optional.empty();
    }
    List<int[]> choices = new ArrayList<>();
    for (Arc arc : out.getOrDefault(SOURCE, List.of())) {
      for (Label label : arc.points[0][0]) {
        if (label.cost < Model.FORBIDDEN) {
          int[] choice = new int[model.tasks];
          read(label, choice);
          choices.add(choice);
        }
      }
    }
    return Optional.of(choices);
  }

  private void read(Label root, int[] choice) {
    List<Label> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      Label label = open.remove(open.size() - 1);
      if (label.task >= 0) {
        choice[label.task] = label.option;
      }
      if (label.one != null) {
        open.add(label.one);
      }
      if (label.other != null) {
        open.add(label.other);
      }
    }
  }

  private List<Arc> arcs() {
    List<Arc> arcs = new ArrayList<>();
    for (int e = 0; e < model.edges(); e++) {
      int from = model.edgeFrom[e];
      int to = model.edgeTo[e];
      Label[][][] points = new Label[options(from)][options(to)][];
      for (int a = 0; a < points.length; a++) {
        for (int b = 0; b < points[a].length; b++) {
          int here = model.site[from][a];
          int there = model.site[to][b];
          points[a][b] =
              new Label[] {
                new Label(
                    model.flowTime(e, here, there),
                    model.flowCost(e, here, there),
                    null,
                    null,
                    -1,
                    0)
              };
          labels++;
        }
      }
      arcs.add(new Arc(from, to, points));
    }
    for (int task = 0; task < model.tasks; task++) {
      if (model.inEdges[task].length == 0) {
        arcs.add(new Arc(SOURCE, task, free(1, options(task))));
      }
      if (model.outEdges[task].length == 0) {
        arcs.add(new Arc(task, SINK, free(options(task), 1)));
      }
    }
    return arcs;
  }

  private int options(int task) {
    return model.cost[task].length;
  }

  private static Label[][][] free(int rows, int columns) {
    Label[][][] points = new Label[rows][columns][];
    for (Label[][] row : points) {
      Arrays.fill(row, new Label[] {new Label(0, 0, null, null, -1, 0)});
    }
    return points;
  }

  private void add(Arc arc, Map<Integer, List<Arc>> in, Map<Integer, List<Arc>> out) {
    List<Arc> leaving = out.computeIfAbsent(arc.from, key -> new ArrayList<>());
    for (Arc twin : leaving) {
      if (twin.to == arc.to) {
        remove(twin, in, out);
        add(parallel(twin, arc), in, out);
        return;
      }
    }
    leaving.add(arc);
    in.computeIfAbsent(arc.to, key -> new ArrayList<>()).add(arc);
  }

  private static void remove(Arc arc, Map<Integer, List<Arc>> in, Map<Integer, List<Arc>> out) {
    out.getOrDefault(arc.from, new ArrayList<>()).remove(arc);
    in.getOrDefault(arc.to, new ArrayList<>()).remove(arc);
  }

  private Arc series(Arc first, int task, Arc second) {
    int rows = first.points.length;
    int columns = second.points[0].length;
    Label[][][] points = new Label[rows][columns][];
    List<Label> candidates = new ArrayList<>();
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b < columns; b++) {
        candidates.clear();
        for (int r = 0; r < options(task); r++) {
          for (Label one : first.points[a][r]) {
            for (Label other : second.points[r][b]) {
              candidates.add(
                  new Label(
                      one.time + model.time[task][r] + other.time,
                      one.cost + model.cost[task][r] + other.cost,
                      one,
                      other,
                      task,
                      r));
            }
          }
        }
        points[a][b] = undominated(candidates);
        if (deadline.passed() || labels > MOST_LABELS) {
          return new Arc(first.from, second.to, free(rows, columns));
        }
      }
    }
    return new Arc(first.from, second.to, points);
  }

  private Arc parallel(Arc one, Arc other) {
    int rows = one.points.length;
    int columns = one.points[0].length;
    Label[][][] points = new Label[rows][columns][];
    List<Label> candidates = new ArrayList<>();
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b < columns; b++) {
        candidates.clear();
        for (Label left : one.points[a][b]) {
          for (Label right : other.points[a][b]) {
            candidates.add(
                new Label(
                    Math.max(left.time, right.time), left.cost + right.cost, left, right, -1, 0));
          }
        }
        points[a][b] = undominated(candidates);
      }
    }
    return new Arc(one.from, one.to, points);
  }

  private Label[] undominated(List<Label> candidates) {
    candidates.sort(
        Comparator.<Label>comparingLong(label -> label.time)
            .thenComparingLong(label -> label.cost));
    Map<Long, Label> kept = new LinkedHashMap<>();
    long cheapest = Long.MAX_VALUE;
    for (Label label : candidates) {
      if (label.cost < cheapest) {
        cheapest = label.cost;
        kept.put(label.cost, label);
      }
    }
    labels += kept.size();
    return kept.values().toArray(Label[]::new);
  }
}
