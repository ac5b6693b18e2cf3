package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes do with one bin less, again and again, where all bins are equal: the items of one bin go
 * into a pool; a pooled item goes where it fits, or in place of a few items that are easier to
 * place, which then join the pool (ejection pool with counters of failures; Nagata and Bräysy
 * 2009). Bins are stirred by random moves and swaps in between. Works on single items; not thread
 * safe.
 */
final class BinElimination {
  /** More items than this are not looked at one by one. */
  static final int MOST_ITEMS = 20_000;

  private static final int STEPS_BETWEEN_LOOKS = 64;
  private static final int STIRS = 60;

  private final PackingModel model;
  private final Random random;
  private final int dims;
  private final int items;
  private final int[] classOf;
  private final long[][] size;
  private final long[] capacity;
  private final int[] binOf;
  private final int[] placeIn;
  private final double[] weight;
  private final int[] failures;
  private int[][] members;
  private int[] held;
  private long[][] load;
  private int bins;
  private long stepsLeft;
  private int[] pool;
  private int pooled;
  private final long[] excess;
  private final int[] out = new int[3];
  private int outCount;

  BinElimination(PackingModel model, Random random) {
    this.model = model;
    this.random = random;
    dims = model.dimensions();
    capacity = model.capacity()[0];
    items = (int) Arrays.stream(model.need()).sum();
    classOf = new int[items];
    size = new long[items][];
    weight = new double[items];
    binOf = new int[items];
    placeIn = new int[items];
    failures = new int[items];
    pool = new int[items];
    excess = new long[dims];
    members = new int[0][];
    held = new int[0];
    load = new long[0][];
    int at = 0;
    double[] share = shares();
    for (int j = 0; j < model.classes(); j++) {
      for (long copy = 0; copy < model.need()[j]; copy++) {
        classOf[at] = j;
        size[at] = model.size()[j];
        for (int d = 0; d < dims; d++) {
          weight[at] += share[d] * size[at][d];
        }
        at++;
      }
    }
  }

  /** Whether a model is of the kind that this works on. */
  static boolean suits(PackingModel model) {
    long items = 0;
    for (long need : model.need()) {
      items += need;
      if (items > MOST_ITEMS) {
        return false;
      }
    }
    return model.kinds() == 1
        && model.available()[0] == Long.MAX_VALUE
        && model.quotaOf()[0].length == 0
        && model.copiesAreFree()
        && model.unitsAreFree();
  }

  /** What a unit of each dimension is worth when scarce dimensions count more. */
  private double[] shares() {
    double[] share = new double[dims];
    for (int d = 0; d < dims; d++) {
      double sum = 0;
      for (int j = 0; j < model.classes(); j++) {
        sum += (double) model.need()[j] * model.size()[j][d];
      }
      share[d] = capacity[d] > 0 ? sum / ((double) capacity[d] * capacity[d]) : 0;
    }
    return share;
  }

  /**
   * Searches from the better of its own last packing and another one.
   *
   * @param known the best packing known elsewhere, asked often
   * @param enough ends at this cost, asked often
   * @param steps most pooled items looked at without success
   * @param found told of every better packing
   */
  void improve(
      Supplier<Packing> known,
      LongSupplier enough,
      long steps,
      Budget budget,
      Consumer<Packing> found) {
    stepsLeft = steps;
    while (stepsLeft > 0 && !budget.exhausted()) {
      long most = binsOf(known.get());
      if (pooled == 0 || bins >= most) {
        load(known.get());
        if (bins <= 1 || bins <= binsAt(enough.getAsLong())) {
          return;
        }
        Arrays.fill(failures, 1);
        empty(lightest());
      }
      if (place(known, enough, budget)) {
        stepsLeft = steps;
        found.accept(packing());
      } else if (bins <= binsAt(enough.getAsLong()) - 1) {
        return;
      }
    }
  }

  private long binsOf(Packing packing) {
    return binsAt(packing.cost());
  }

  private long binsAt(long cost) {
    return cost / model.cost()[0];
  }

  private void load(Packing start) {
    bins = 0;
    pooled = 0;
    int count = Math.toIntExact(binsOf(start));
    members = new int[count][8];
    held = new int[count];
    load = new long[count][dims];
    int[] next = new int[model.classes()];
    for (int i = items - 1; i >= 0; i--) {
      next[classOf[i]] = i;
    }
    for (Map.Entry<Pattern, Long> entry : start.bins().entrySet()) {
      Pattern pattern = entry.getKey();
      for (long bin = 0; bin < entry.getValue(); bin++) {
        for (int k = 0; k < pattern.classes().length; k++) {
          for (int copy = 0; copy < pattern.copies()[k]; copy++) {
            insert(next[pattern.classes()[k]]++, bins);
          }
        }
        bins++;
      }
    }
  }

  private Packing packing() {
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    for (int b = 0; b < bins; b++) {
      long[] counts = new long[model.classes()];
      for (int k = 0; k < held[b]; k++) {
        counts[classOf[members[b][k]]]++;
      }
      patterns.merge(Pattern.of(0, counts), 1L, Long::sum);
    }
    return new Packing(patterns, bins * model.cost()[0]);
  }

  private int lightest() {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int b = 0; b < bins; b++) {
      double sum = 0;
      for (int k = 0; k < held[b]; k++) {
        sum += weight[members[b][k]];
      }
      if (sum < least) {
        least = sum;
        best = b;
      }
    }
    return best;
  }

  private void empty(int bin) {
    while (held[bin] > 0) {
      int item = members[bin][held[bin] - 1];
      remove(item);
      pool[pooled++] = item;
    }
    bins--;
    if (bin != bins) {
      int[] list = members[bin];
      members[bin] = members[bins];
      members[bins] = list;
      long[] sums = load[bin];
      load[bin] = load[bins];
      load[bins] = sums;
      held[bin] = held[bins];
      held[bins] = 0;
      for (int k = 0; k < held[bin]; k++) {
        binOf[members[bin][k]] = bin;
      }
    }
  }

  private void insert(int item, int bin) {
    if (held[bin] == members[bin].length) {
      members[bin] = Arrays.copyOf(members[bin], held[bin] * 2);
    }
    placeIn[item] = held[bin];
    members[bin][held[bin]++] = item;
    binOf[item] = bin;
    for (int d = 0; d < dims; d++) {
      load[bin][d] += size[item][d];
    }
  }

  private void remove(int item) {
    int bin = binOf[item];
    int last = members[bin][--held[bin]];
    members[bin][placeIn[item]] = last;
    placeIn[last] = placeIn[item];
    for (int d = 0; d < dims; d++) {
      load[bin][d] -= size[item][d];
    }
  }

  /** Places all of the pool; false when that is of no use any more or takes too long. */
  private boolean place(Supplier<Packing> known, LongSupplier enough, Budget budget) {
    while (pooled > 0) {
      if (--stepsLeft < 0) {
        return false;
      }
      if (stepsLeft % STEPS_BETWEEN_LOOKS == 0
          && (budget.exhausted()
              || binsOf(known.get()) <= bins
              || bins < binsAt(enough.getAsLong()))) {
        return false;
      }
      int item = pool[--pooled];
      int bin = room(item);
      if (bin >= 0) {
        insert(item, bin);
        continue;
      }
      failures[item]++;
      bin = ejection(item);
      if (bin < 0) {
        // Nothing that may go makes room: another item first.
        pool[pooled++] = item;
        int other = random.nextInt(pooled);
        pool[pooled - 1] = pool[other];
        pool[other] = item;
      } else {
        for (int k = 0; k < outCount; k++) {
          remove(out[k]);
          pool[pooled++] = out[k];
        }
        insert(item, bin);
      }
      stir();
    }
    return true;
  }

  /** A bin where an item fits, from a random place on; -1 when there is none. */
  private int room(int item) {
    int from = random.nextInt(bins);
    for (int k = 0; k < bins; k++) {
      int bin = from + k < bins ? from + k : from + k - bins;
      if (fits(item, bin)) {
        return bin;
      }
    }
    return -1;
  }

  private boolean fits(int item, int bin) {
    long[] own = size[item];
    long[] sums = load[bin];
    for (int d = 0; d < dims; d++) {
      if (sums[d] + own[d] > capacity[d]) {
        return false;
      }
    }
    return true;
  }

  /** The bin where an item drives out what failed least, left in {@link #out}; -1 if none. */
  private int ejection(int item) {
    double best = Double.POSITIVE_INFINITY;
    int at = -1;
    long[] own = size[item];
    for (int bin = 0; bin < bins; bin++) {
      for (int d = 0; d < dims; d++) {
        excess[d] = load[bin][d] + own[d] - capacity[d];
      }
      int[] list = members[bin];
      int count = held[bin];
      for (int a = 0; a < count; a++) {
        int first = list[a];
        double one = price(first);
        if (one >= best) {
          continue;
        }
        if (covers(first)) {
          best = one;
          at = bin;
          outCount = 1;
          out[0] = first;
          continue;
        }
        for (int b = a + 1; b < count; b++) {
          int second = list[b];
          double two = one + price(second);
          if (two >= best) {
            continue;
          }
          if (covers(first, second)) {
            best = two;
            at = bin;
            outCount = 2;
            out[0] = first;
            out[1] = second;
            continue;
          }
          for (int c = b + 1; c < count; c++) {
            int third = list[c];
            if (two + price(third) < best && covers(first, second, third)) {
              best = two + price(third);
              at = bin;
              outCount = 3;
              out[0] = first;
              out[1] = second;
              out[2] = third;
            }
          }
        }
      }
    }
    return at;
  }

  private double price(int item) {
    return failures[item] * weight[item];
  }

  private boolean covers(int first) {
    for (int d = 0; d < dims; d++) {
      if (size[first][d] < excess[d]) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(int first, int second) {
    for (int d = 0; d < dims; d++) {
      if (size[first][d] + size[second][d] < excess[d]) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(int first, int second, int third) {
    for (int d = 0; d < dims; d++) {
      if (size[first][d] + size[second][d] + size[third][d] < excess[d]) {
        return false;
      }
    }
    return true;
  }

  /** Random moves and swaps that leave every bin valid. */
  private void stir() {
    for (int k = 0; k < STIRS; k++) {
      int from = random.nextInt(bins);
      int to = random.nextInt(bins);
      if (from == to || held[from] == 0) {
        continue;
      }
      int item = members[from][random.nextInt(held[from])];
      if (fits(item, to)) {
        remove(item);
        insert(item, to);
      } else if (held[to] > 0) {
        int other = members[to][random.nextInt(held[to])];
        if (swappable(item, from, other, to)) {
          remove(item);
          remove(other);
          insert(item, to);
          insert(other, from);
        }
      }
    }
  }

  private boolean swappable(int item, int from, int other, int to) {
    long[] one = size[item];
    long[] two = size[other];
    for (int d = 0; d < dims; d++) {
      long more = one[d] - two[d];
      if (load[to][d] + more > capacity[d] || load[from][d] - more > capacity[d]) {
        return false;
      }
    }
    return true;
  }
}
