package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * Depth-first branch and bound over the fillings of one bin. Items come in order of value per
 * weight, where the weight takes all dimensions together, so that a greedy fill of the weighed room
 * is a bound. Not thread safe; reused between calls.
 */
final class KnapsackSearch {
  private final int dims;
  private final long[] rest;
  private final long[] least;
  private int items;
  private double[] itemValue = {};
  private long[][] itemSize = {};
  private int[] itemMost = {};
  private double[] weight = {};
  private int[] taken = new int[16];

  /** Items that fit what is left, by depth. */
  private int[][] candidates = new int[16][];

  private double best;
  private double openBound;
  private double slack;
  private long nodesLeft;
  private Budget budget = new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false);
  private Knapsack.Sink sink = (copies, worth) -> {};

  KnapsackSearch(int dims) {
    this.dims = dims;
    this.rest = new long[dims];
    this.least = new long[dims];
  }

  /** Searches end early, with a looser bound, once this is exhausted. */
  void within(Budget limit) {
    budget = limit;
  }

  /** The items to search among, in order of value per weight. */
  void items(int count, double[] values, long[][] sizes, int[] most, double[] weights) {
    items = count;
    itemValue = values;
    itemSize = sizes;
    itemMost = most;
    weight = weights;
    if (taken.length < values.length) {
      taken = new int[values.length];
    }
  }

  /**
   * Searches for fillings worth more than {@code above}.
   *
   * @param room the capacity, weighed as items are
   * @return as {@link Knapsack#search}
   */
  double run(long[] capacity, double room, double above, long nodes, Knapsack.Sink improved) {
    System.arraycopy(capacity, 0, rest, 0, dims);
    Arrays.fill(taken, 0, items, 0);
    best = above;
    openBound = above;
    nodesLeft = nodes;
    sink = improved;
    int[] list = list(0);
    int length = 0;
    for (int i = 0; i < items; i++) {
      if (Sizes.fit(itemSize[i], rest)) {
        list[length++] = i;
      }
    }
    slack = 0;
    slack = 1e-11 * fill(list, 0, length, room);
    descend(0, length, 0, room);
    return Math.max(best, openBound);
  }

  private int[] list(int depth) {
    if (depth >= candidates.length) {
      candidates = Arrays.copyOf(candidates, depth * 2 + 1);
    }
    if (candidates[depth] == null || candidates[depth].length < items) {
      candidates[depth] = new int[itemValue.length];
    }
    return candidates[depth];
  }

  private void offer(double value) {
    if (value > best) {
      best = value;
      openBound = Math.max(openBound, best);
      sink.found(taken, value);
    }
  }

  /** The candidates of a depth fit what is left, in order of value per weight. */
  private void descend(int depth, int length, double value, double room) {
    offer(value);
    int[] list = candidates[depth];
    for (int at = 0; at < length; at++) {
      double bound = value + fill(list, at, length, room);
      if (bound <= best) {
        return;
      }
      if (--nodesLeft < 0) {
        openBound = Math.max(openBound, bound);
        return;
      }
      if ((nodesLeft & 2047) == 0 && budget.exhausted()) {
        nodesLeft = 0;
      }
      int item = list[at];
      long[] size = itemSize[item];
      int most = (int) Sizes.copies(size, rest, itemMost[item]);
      for (int copies = most; copies >= 1; copies--) {
        if (copies < most) {
          // Fewer copies than fit are only worth a look when the others can make up for it.
          double without =
              value
                  + copies * itemValue[item]
                  + fill(list, at + 1, length, room - copies * weight[item]);
          if (without <= best) {
            continue;
          }
          if (--nodesLeft < 0) {
            openBound = Math.max(openBound, without);
            continue;
          }
        }
        for (int d = 0; d < dims; d++) {
          rest[d] -= copies * size[d];
        }
        taken[item] += copies;
        branch(
            depth + 1,
            list,
            at + 1,
            length,
            value + copies * itemValue[item],
            room - copies * weight[item]);
        taken[item] -= copies;
        for (int d = 0; d < dims; d++) {
          rest[d] += copies * size[d];
        }
      }
    }
  }

  /** Goes on below one decision, unless a look at what still fits shows that it is in vain. */
  private void branch(int depth, int[] list, int from, int length, double value, double room) {
    int[] below = list(depth);
    int fitting = 0;
    double most = 0;
    double second = 0;
    int mostItem = -1;
    boolean single = true;
    System.arraycopy(rest, 0, least, 0, dims);
    for (int next = from; next < length; next++) {
      int item = list[next];
      long[] size = itemSize[item];
      if (!Sizes.fit(size, rest)) {
        continue;
      }
      below[fitting++] = item;
      double worth = itemValue[item];
      if (worth > most) {
        second = most;
        most = worth;
        mostItem = item;
      } else if (worth > second) {
        second = worth;
      }
      single &= itemMost[item] == 1;
      for (int d = 0; d < dims; d++) {
        if (size[d] < least[d]) {
          least[d] = size[d];
        }
      }
    }
    if (fitting == 0) {
      offer(value);
      return;
    }
    // So many more items can follow at most, and these are the most valuable ones.
    long follow = Long.MAX_VALUE;
    for (int d = 0; d < dims; d++) {
      if (least[d] > 0) {
        follow = Math.min(follow, rest[d] / least[d]);
      }
    }
    if (follow == 1) {
      taken[mostItem]++;
      offer(value + most);
      taken[mostItem]--;
      return;
    }
    if (single && follow < 64) {
      double top = most + second + (follow - 2) * Math.min(second, most);
      if (value + top <= best) {
        return;
      }
    }
    descend(depth, fitting, value, room);
  }

  /** What candidates from {@code at} can add at most: a fractional fill of the relaxed room. */
  private double fill(int[] list, int at, int length, double room) {
    double sum = 0;
    for (int k = at; k < length; k++) {
      int item = list[k];
      double load = weight[item] * itemMost[item];
      if (load <= room) {
        sum += itemValue[item] * itemMost[item];
        room -= load;
      } else {
        sum += room > 0 ? itemValue[item] * (room / weight[item]) : 0;
        break;
      }
    }
    // Rounding errors of the weights must never make the bound too small.
    return sum * (1 + 1e-10) + slack;
  }
}
