package io.lepton.schedule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Least cost, within a makespan limit if there is one. Without a limit a graph of small treewidth
 * is solved by elimination. Everything else is branch and bound, best bound first: the bound is the
 * dual one, with time priced when there is a limit; branches split a task's options; options that
 * cannot end in time are dropped. Used once.
 */
final class CostSearch {
  /** Sums a second that elimination forms at the least, for deciding whether it fits the time. */
  private static final double OPERATIONS_PER_SECOND = 2e8;

  private static final double LARGEST_TABLES = 3e7;
  private static final int ROOT_SWEEPS = 60;
  private static final int NODE_SWEEPS = 12;
  private static final int PRICE_STEPS = 60;

  private final Model model;
  private final long limit;
  private final Deadline deadline;
  private final EliminationOrder order;
  private final boolean eliminable;
  private int @Nullable [] best;
  private long bestCost = Long.MAX_VALUE;

  CostSearch(Model model, long limit, Deadline deadline) {
    this(
        model,
        limit,
        deadline,
        Math.max(
            1e6,
            OPERATIONS_PER_SECOND
                * deadline.secondsLeft()
                * (limit == Long.MAX_VALUE ? 0.7 : 0.2 / PRICE_STEPS)));
  }

  /** A search that eliminates only what takes at most so many operations. */
  CostSearch(Model model, long limit, Deadline deadline, double operations) {
    this.model = model;
    this.limit = limit;
    this.deadline = deadline;
    order = EliminationOrder.of(model);
    eliminable =
        order.cells() <= LARGEST_TABLES
            && (order.operations() <= operations || DualBound.cells(model) > LARGEST_TABLES);
  }

  Found run() {
    int[][] domains = new int[model.tasks][];
    for (int i = 0; i < domains.length; i++) {
      domains[i] = IntStream.range(0, model.cost[i].length).toArray();
    }
    if (limit == Long.MAX_VALUE) {
      if (Arrays.stream(domains).anyMatch(row -> row.length == 0)) {
        return Found.nothing(Long.MAX_VALUE);
      }
      if (eliminable) {
        int[] choice = new Elimination(model, order).solve();
        long cost = model.cost(choice);
        return cost >= Model.FORBIDDEN
            ? Found.nothing(Long.MAX_VALUE)
            : new Found(choice, cost, cost);
      }
    }
    return search(domains);
  }

  private Found search(int[][] all) {
    int[][] domains = filter(all);
    if (domains.length < all.length) {
      return Found.nothing(Long.MAX_VALUE);
    }
    if (limit < Long.MAX_VALUE) {
      offer(new Windows(model, domains).decode(domains), domains);
    }
    TimePrices prices = limit < Long.MAX_VALUE ? prices(domains) : new TimePrices(model);
    Model priced = limit < Long.MAX_VALUE ? model.priced(prices.task, prices.edge) : model;
    InnerBound inner = inner(priced);
    long root = Math.max(0, inner.bound(domains, ROOT_SWEEPS) - prices.credit(limit));
    offer(inner.choice(domains), domains);
    PriorityQueue<Node> open = new PriorityQueue<>(Comparator.comparingLong(node -> node.bound));
    open.add(new Node(domains, root));
    inner.remember();
    while (!open.isEmpty()) {
      Node node = open.poll();
      if (node.bound >= bestCost) {
        return found(bestCost);
      }
      if (deadline.passed()) {
        return found(node.bound);
      }
      branch(node, inner, prices, open);
    }
    return found(bestCost);
  }

  private Found found(long bound) {
    return best == null
        ? Found.nothing(bound)
        : new Found(best, bestCost, Math.min(bound, bestCost));
  }

  private void branch(Node node, InnerBound inner, TimePrices prices, PriorityQueue<Node> open) {
    inner.recall();
    long bound =
        Math.max(node.bound, inner.bound(node.domains, NODE_SWEEPS) - prices.credit(limit));
    int[] choice = inner.choice(node.domains);
    int[] split = choice.clone();
    offer(choice, node.domains);
    if (bound >= bestCost) {
      return;
    }
    int[][] useful = useful(node.domains, bound, inner);
    int task = taskToSplit(useful, split, inner);
    if (task < 0) {
      return;
    }
    for (int[] part : parts(task, useful[task], split[task])) {
      int[][] domains = useful.clone();
      domains[task] = part;
      int[][] kept = filter(domains);
      if (kept.length == domains.length) {
        open.add(new Node(kept, bound));
      }
    }
  }

  /** The options that can be in a choice cheaper than the best, by what the bound says of each. */
  private int[][] useful(int[][] domains, long bound, InnerBound inner) {
    int[][] kept = new int[domains.length][];
    for (int i = 0; i < kept.length; i++) {
      int task = i;
      kept[i] =
          Arrays.stream(domains[i])
              .filter(a -> bound + inner.excess(task, a, domains) < bestCost)
              .toArray();
    }
    return kept;
  }

  private int taskToSplit(int[][] domains, int[] choice, InnerBound inner) {
    boolean late = limit < Long.MAX_VALUE && model.makespan(choice) > limit;
    int task = -1;
    long most = -1;
    for (int i = 0; i < domains.length; i++) {
      if (domains[i].length > 1) {
        long score = late ? timeSpread(i, domains[i]) : inner.disagreement(i, choice, domains);
        if (score > most) {
          most = score;
          task = i;
        }
      }
    }
    if (most == 0 && !late) {
      // Nothing disagrees, so only the pricing of time is loose: split where time is widest.
      for (int i = 0; i < domains.length; i++) {
        if (domains[i].length > 1 && timeSpread(i, domains[i]) > most) {
          most = timeSpread(i, domains[i]);
          task = i;
        }
      }
    }
    return task;
  }

  private long timeSpread(int task, int[] options) {
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int a : options) {
      least = Math.min(least, model.time[task][a]);
      most = Math.max(most, model.time[task][a]);
    }
    return most - least;
  }

  private int[][] parts(int task, int[] options, int chosen) {
    long spread = timeSpread(task, options);
    if (limit < Long.MAX_VALUE && spread > 0) {
      long[] times = Arrays.stream(options).mapToLong(a -> model.time[task][a]).sorted().toArray();
      long middle = times[(times.length - 1) / 2];
      if (middle == times[times.length - 1]) {
        middle = times[0];
      }
      long bound = middle;
      return new int[][] {
        Arrays.stream(options).filter(a -> model.time[task][a] <= bound).toArray(),
        Arrays.stream(options).filter(a -> model.time[task][a] > bound).toArray()
      };
    }
    return new int[][] {{chosen}, Arrays.stream(options).filter(a -> a != chosen).toArray()};
  }

  /** Drops options that cannot be in time; a shorter array when a task has none left. */
  private int[][] filter(int[][] domains) {
    int[][] kept = domains;
    if (limit < Long.MAX_VALUE) {
      if (Arrays.stream(domains).anyMatch(row -> row.length == 0)) {
        return new int[0][];
      }
      kept = new Windows(model, domains).within(domains, limit);
    }
    return Arrays.stream(kept).anyMatch(row -> row.length == 0) ? new int[0][] : kept;
  }

  private void offer(int[] choice, int[][] domains) {
    int[] improved = new Descent(model, limit).improve(choice.clone(), domains, deadline);
    long cost = model.cost(improved);
    if (cost < bestCost
        && cost < Model.FORBIDDEN
        && (limit == Long.MAX_VALUE || model.makespan(improved) <= limit)) {
      best = improved;
      bestCost = cost;
    }
  }

  /** Subgradient steps of Polyak's length towards the best cost known. */
  private TimePrices prices(int[][] domains) {
    TimePrices current = new TimePrices(model);
    TimePrices bestPrices = current.copy();
    long bestBound = Long.MIN_VALUE;
    double length = 1;
    for (int step = 0; step < PRICE_STEPS && !deadline.passed(); step++) {
      InnerBound inner = inner(model.priced(current.task, current.edge));
      long bound = inner.bound(domains, 6) - current.credit(limit);
      int[] choice = inner.choice(domains);
      long late = model.makespan(choice) - limit;
      if (bound > bestBound) {
        bestBound = bound;
        bestPrices = current.copy();
      } else {
        length *= 0.85;
      }
      offer(choice, domains);
      if (late == 0 || (late < 0 && current.price() == 0)) {
        break;
      }
      double distance =
          bestCost < Long.MAX_VALUE
              ? Math.max(1, bestCost - (double) bound)
              : Math.max(1, model.cost(choice));
      double next = Math.max(0, current.price() + length * distance / late);
      current.follow(model, choice, next, late > 0 ? 0.3 : 0.05);
    }
    return bestPrices;
  }

  private InnerBound inner(Model priced) {
    if (eliminable) {
      return new InnerBound.ByElimination(priced, order);
    }
    return DualBound.cells(model) > LARGEST_TABLES
        ? new InnerBound.ByTask(priced)
        : new InnerBound.ByDual(priced);
  }
}
