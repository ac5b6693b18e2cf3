package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * The most valuable filling of one bin: a bounded knapsack in several dimensions. Relaxed to
 * fractions, it is rounded at once ({@link PairFill}) or searched through ({@link KnapsackSearch}),
 * with all dimensions made one by multipliers that are optimal for the relaxation (Gavish and
 * Pirkul 1985).
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
  private final KnapsackSearch search;
  private int items;
  private double[] itemValue = new double[16];
  private long[][] itemSize = new long[16][];
  private int[] itemMost = new int[16];
  private int[] itemTag = new int[16];
  private double[] weight = new double[16];
  private double[] relaxed = new double[16];

  Knapsack(int dims) {
    this.dims = dims;
    this.relaxation = new FractionalFilling(dims);
    this.pairs = new PairFill(dims);
    this.search = new KnapsackSearch(dims);
  }

  /** Searches end early, with a looser bound, once this is exhausted. */
  void within(Budget limit) {
    search.within(limit);
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
      relaxed = new double[length];
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
   * Lets into a table what a filling may have that is worth so much less than the multipliers'
   * bound at most.
   *
   * @return what room it may leave, by dimension
   */
  double[] tighten(double[] multipliers, double slack, GridKnapsack table) {
    table.clear();
    for (int i = 0; i < items; i++) {
      if (lack(i, multipliers) <= slack) {
        table.add(itemValue[i], itemSize[i], itemTag[i]);
      }
    }
    double[] waste = new double[dims];
    Arrays.setAll(
        waste, d -> multipliers[d] > 0 ? slack / multipliers[d] : Double.POSITIVE_INFINITY);
    return waste;
  }

  /**
   * Fills around copies of one item, in no time and without proof.
   *
   * @param many whether as many as fit, or one
   */
  void around(int tag, boolean many, long[] capacity, Sink filled) {
    for (int i = 0; i < items; i++) {
      if (itemTag[i] == tag) {
        long[] rest = capacity.clone();
        int copies = (int) Sizes.copies(itemSize[i], rest, many ? itemMost[i] : 1);
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
    double room = sort(multipliers, capacity);
    double filled =
        pairs.around(items, itemValue, itemSize, itemMost, relaxed, capacity, above, improved);
    search.items(items, itemValue, itemSize, itemMost, weight);
    return search.run(capacity, room, filled, nodes, improved);
  }

  /**
   * Orders items by value per relaxed weight, so that the bound is a greedy fill.
   *
   * @return the capacity's weight
   */
  private double sort(double[] multipliers, long[] capacity) {
    double[] multiplier = new double[dims];
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
    }
    System.arraycopy(values, 0, itemValue, 0, items);
    System.arraycopy(sizes, 0, itemSize, 0, items);
    System.arraycopy(most, 0, itemMost, 0, items);
    System.arraycopy(tags, 0, itemTag, 0, items);
    System.arraycopy(guesses, 0, relaxed, 0, items);
    double room = 0;
    for (int d = 0; d < dims; d++) {
      room += multiplier[d] * capacity[d];
    }
    return room;
  }
}
