package io.lepton.schedule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Least makespan by branch and bound, best bound first. The bound lets every task choose for each
 * of its followers apart, which is exact on in- and out-trees; branches fix the site of a task that
 * the followers disagree on. Used once.
 */
final class MakespanSearch {
  private final Model model;
  private final Deadline deadline;
  private int @Nullable [] best;
  private long shortest = Model.FORBIDDEN;

  MakespanSearch(Model model, Deadline deadline) {
    this.model = model;
    this.deadline = deadline;
  }

  Found run() {
    int[][] domains = new int[model.tasks][];
    for (int i = 0; i < domains.length; i++) {
      domains[i] = IntStream.range(0, model.time[i].length).toArray();
      if (domains[i].length == 0) {
        return Found.nothing(Long.MAX_VALUE);
      }
    }
    PriorityQueue<Node> open = new PriorityQueue<>(Comparator.comparingLong(node -> node.bound));
    open.add(new Node(domains, 0));
    while (!open.isEmpty()) {
      Node node = open.poll();
      if (node.bound >= shortest) {
        break;
      }
      if (deadline.passed() && best != null) {
        return new Found(best, shortest, node.bound);
      }
      branch(node, open);
    }
    return best == null ? Found.nothing(Long.MAX_VALUE) : new Found(best, shortest, shortest);
  }

  private void branch(Node node, PriorityQueue<Node> open) {
    Windows windows = new Windows(model, node.domains);
    long bound = Math.max(node.bound, windows.shortest(node.domains));
    int[] choice = windows.decode(node.domains);
    long makespan = model.makespan(choice);
    if (makespan < shortest && model.cost(choice) < Model.FORBIDDEN) {
      shortest = makespan;
      best = choice;
    }
    if (bound >= shortest) {
      return;
    }
    int[][] domains = windows.within(node.domains, shortest - 1);
    if (Arrays.stream(domains).anyMatch(row -> row.length == 0)) {
      return;
    }
    int task = mostJoined(domains);
    if (task < 0) {
      return;
    }
    int chosen =
        Arrays.stream(domains[task])
            .boxed()
            .min(Comparator.comparingLong(a -> windows.through(task, a)))
            .orElseThrow();
    int[][] with = domains.clone();
    with[task] = new int[] {chosen};
    int[][] without = domains.clone();
    without[task] = Arrays.stream(domains[task]).filter(a -> a != chosen).toArray();
    open.add(new Node(with, bound));
    open.add(new Node(without, bound));
  }

  private int mostJoined(int[][] domains) {
    int most = -1;
    int task = -1;
    for (int i = 0; i < domains.length; i++) {
      int joined = model.outEdges[i].length + model.inEdges[i].length;
      if (domains[i].length > 1 && joined > most) {
        most = joined;
        task = i;
      }
    }
    return task;
  }
}
