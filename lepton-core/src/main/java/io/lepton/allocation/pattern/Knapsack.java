package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * The most valuable filling of one bin: a bounded knapsack in several dimensions, by depth-first
 * branch and bound. The bound relaxes all dimensions into one by multipliers that are optimal for
 * the linear relaxation (Gavish and Pirkul 1985) and fills what still fits by value per weight.
 *
 * <p>Values are whole numbers held in doubles, small enough that sums are exact. Not thread safe;
 * reused between calls.
 */
final class Knapsack {
  /** What a search calls with every filling that is better than all before. */
  interface Sink {
    void found(int[] copies, double value);
  }

  private final int dims;
  private final FractionalFilling relaxation;
  private final PairFill pairs;
  private int items;
  private double[] itemValue = new double[16];
  private long[][] itemSize = new long[16][];
  private int[] itemMost = new int[16];
  private int[] itemTag = new int[16];
  private double[] weight = new double[16];
  private double[] ratio = new double[16];
  private double[] relaxed = new double[16];
  private double[] multiplier;
  private int[] taken = new int[16];
  private int[][] candidates = new int[16][];
  private long[] rest;
  private final long[] least;
  private double best;
  private double openBound;
  private double slack;
  private long nodesLeft;
  private Budget budget = new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false);
  private Sink sink = (copies, value) -> {};

  Knapsack(int dims) {
    this.dims = dims;
    this.relaxation = new FractionalFilling(dims);
    this.pairs = new PairFill(dims);
    this.multiplier = new double[dims];
    this.rest = new long[dims];
    this.least = new long[dims];
  }

  /** Searches end early, with a looser bound, once this is exhausted. */
  void within(Budget limit) {
    budget = limit;
  }

  void clear() {
    items = 0;
  }

  /** Adds up to {@code most} copies of an item; {@code tag} names it to the caller. */
  void add(double value, long[] size, int most, int tag) {
    if (items == itemValue.length) {
      int length = items * 2;
      itemValue = Arrays.copyOf(itemValue, length);
      itemSize = Arrays.copyOf(itemSize, length);
      itemMost = Arrays.copyOf(itemMost, length);
      itemTag = Arrays.copyOf(itemTag, length);
      weight = new double[length];
      ratio = new double[length];
      relaxed = new double[length];
      taken = new int[length];
      candidates = Arrays.copyOf(candidates, length);
    }
    itemValue[items] = value;
    itemSize[items] = size;
    itemMost[items] = most;
    itemTag[items++] = tag;
  }

  /** Takes items out again, by tag. */
  void drop(boolean[] tags) {
    int kept = 0;
    for (int i = 0; i < items; i++) {
      if (!tags[itemTag[i]]) {
        itemValue[kept] = itemValue[i];
        itemSize[kept] = itemSize[i];
        itemMost[kept] = itemMost[i];
        relaxed[kept] = relaxed[i];
        itemTag[kept++] = itemTag[i];
      }
    }
    items = kept;
  }

  int items() {
    return items;
  }

  int tag(int item) {
    return itemTag[item];
  }

  /**
   * An upper bound from given multipliers, in a single pass.
   *
   * @return {@code w * capacity + sum of most * max(0, value - w * size)}
   */
  double quickBound(long[] capacity, double[] multipliers) {
    double bound = 0;
    for (int d = 0; d < dims; d++) {
      bound += multipliers[d] * capacity[d];
    }
    for (int i = 0; i < items; i++) {
      double gain = itemValue[i];
      long[] size = itemSize[i];
      for (int d = 0; d < dims; d++) {
        gain -= multipliers[d] * size[d];
      }
      if (gain > 0) {
        bound += gain * itemMost[i];
      }
    }
    return bound * (1 + 1e-11);
  }

  /** Lets the next search go without a relaxation of its own. */
  void forgetRelaxed() {
    Arrays.fill(relaxed, 0, items, 0);
  }

  /** The multipliers of the linear relaxation, good for any bin alike. */
  double[] relaxedMultipliers(long[] capacity) {
    double[] multipliers = relaxation.solve(items, itemValue, itemSize, itemMost, capacity);
    for (int i = 0; i < items; i++) {
      relaxed[i] = relaxation.amount(i);
    }
    return multipliers;
  }

  /** Adds what the relaxation takes of each tag. */
  void relaxedCopies(double[] byTag) {
    for (int i = 0; i < items; i++) {
      byTag[itemTag[i]] += relaxed[i];
    }
  }

  /** Fills around the relaxation, in no time and without proof. */
  void round(long[] capacity, Sink improved) {
    pairs.around(items, itemValue, itemSize, itemMost, relaxed, capacity, 0, improved);
  }

  /** Fills up the relaxation's whole copies. */
  void roundOnce(long[] capacity, Sink filled) {
    pairs.once(items, itemValue, itemSize, itemMost, relaxed, capacity, filled);
  }

  /** By how much an item is worth less than the room that it takes, from 0. */
  double lack(int item, double[] multipliers) {
    double lack = -itemValue[item];
    for (int d = 0; d < dims; d++) {
      lack += multipliers[d] * itemSize[item][d];
    }
    return Math.max(0, lack);
  }

  /**
   * Fills around copies of one item, in no time and without proof.
   *
   * @param many whether as many as fit, or one
   */
  void around(int tag, boolean many, long[] capacity, Sink filled) {
    for (int i = 0; i < items; i++) {
      if (itemTag[i] == tag) {
        System.arraycopy(capacity, 0, rest, 0, dims);
        int copies = Math.min(copiesThatFit(i), many ? Integer.MAX_VALUE : 1);
        for (int d = 0; d < dims; d++) {
          rest[d] -= copies * itemSize[i][d];
        }
        relaxedMultipliers(rest);
        relaxed[i] = Math.min(itemMost[i], Math.floor(relaxed[i] + 1e-9) + copies);
        pairs.once(items, itemValue, itemSize, itemMost, relaxed, capacity, filled);
        return;
      }
    }
  }

  /** Takes a filling in place of the relaxation's, to fill around. */
  void guess(int[] tags, double[] units, long[] rates) {
    for (int i = 0; i < items; i++) {
      int at = Arrays.binarySearch(tags, itemTag[i]);
      relaxed[i] = at < 0 ? 0 : Math.min(itemMost[i], units[at] / rates[itemTag[i]]);
    }
  }

  /**
   * Searches for fillings worth more than {@code above}.
   *
   * @param nodes how many nodes to visit at most
   * @return an upper bound on every filling's value, at least {@code above}: the best value itself
   *     when the search was complete
   */
  double search(long[] capacity, double[] multipliers, double above, long nodes, Sink improved) {
    sort(multipliers, capacity);
    System.arraycopy(capacity, 0, rest, 0, dims);
    best = above;
    openBound = above;
    nodesLeft = nodes;
    sink = improved;
    Arrays.fill(taken, 0, items, 0);
    double room = 0;
    for (int d = 0; d < dims; d++) {
      room += multiplier[d] * capacity[d];
    }
    int[] list = list(0);
    int length = 0;
    for (int i = 0; i < items; i++) {
      if (Sizes.fit(itemSize[i], rest)) {
        list[length++] = i;
      }
    }
    best = pairs.around(items, itemValue, itemSize, itemMost, relaxed, capacity, best, improved);
    nodesLeft = nodes;
    openBound = best;
    for (int i = 0; i < length; i++) {
      list[i] = i;
    }
    length = 0;
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

  /** Orders items by value per relaxed weight, so that the bound is a greedy fill. */
  private void sort(double[] multipliers, long[] capacity) {
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      sum += multipliers[d] * capacity[d];
    }
    for (int d = 0; d < dims; d++) {
      // A dimension that the relaxation ignores still decides between equals.
      multiplier[d] =
          multipliers[d] + (capacity[d] > 0 ? 1e-9 * Math.max(sum, 1e-30) / capacity[d] : 0);
    }
    double[] weights = new double[items];
    double[] ratios = new double[items];
    for (int i = 0; i < items; i++) {
      for (int d = 0; d < dims; d++) {
        weights[i] += multiplier[d] * itemSize[i][d];
      }
      ratios[i] = weights[i] > 0 ? itemValue[i] / weights[i] : Double.MAX_VALUE;
    }
    int[] order = Orders.descending(ratios);
    double[] values = new double[items];
    long[][] sizes = new long[items][];
    int[] most = new int[items];
    int[] tags = new int[items];
    double[] guesses = new double[items];
    for (int i = 0; i < items; i++) {
      int from = order[i];
      values[i] = itemValue[from];
      sizes[i] = itemSize[from];
      most[i] = itemMost[from];
      tags[i] = itemTag[from];
      guesses[i] = relaxed[from];
      weight[i] = weights[from];
      ratio[i] = ratios[from];
    }
    System.arraycopy(values, 0, itemValue, 0, items);
    System.arraycopy(sizes, 0, itemSize, 0, items);
    System.arraycopy(most, 0, itemMost, 0, items);
    System.arraycopy(tags, 0, itemTag, 0, items);
    System.arraycopy(guesses, 0, relaxed, 0, items);
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

  /** The candidates of a depth fit what is left, in order of value per weight. */
  private void descend(int depth, int length, double value, double room) {
    if (value > best) {
      best = value;
      openBound = Math.max(openBound, best);
      sink.found(taken, value);
    }
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
      int most = copiesThatFit(item);
      long[] size = itemSize[item];
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
      if (value > best) {
        best = value;
        openBound = Math.max(openBound, best);
        sink.found(taken, value);
      }
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
      if (value + most > best) {
        best = value + most;
        openBound = Math.max(openBound, best);
        taken[mostItem]++;
        sink.found(taken, best);
        taken[mostItem]--;
      }
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

  private int copiesThatFit(int item) {
    return (int) Sizes.copies(itemSize[item], rest, itemMost[item]);
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
