package io.lepton.allocation.pattern;

import java.util.Arrays;
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
  private final ItemBins bins;
  private final int dims;
  private final long[] capacity;

  /** What an item's size is worth when scarce dimensions count more. */
  private final double[] weight;

  /** How often an item found no room. */
  private final int[] failures;

  private final int[] pool;
  private int pooled;
  private long stepsLeft;

  /** What a bin would hold too much. */
  private final long[] excess;

  private final int[] out = new int[3];
  private int outCount;

  BinElimination(PackingModel model, Random random) {
    this.model = model;
    this.random = random;
    bins = new ItemBins(model);
    dims = model.dimensions();
    capacity = model.capacity()[0];
    weight = new double[bins.items()];
    failures = new int[bins.items()];
    pool = new int[bins.items()];
    excess = new long[dims];
    double[] share = shares();
    for (int i = 0; i < weight.length; i++) {
      for (int d = 0; d < dims; d++) {
        weight[i] += share[d] * bins.size[i][d];
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
      if (pooled == 0 || bins.count() >= most) {
        bins.load(known.get());
        pooled = 0;
        if (bins.count() <= 1 || bins.count() <= binsAt(enough.getAsLong())) {
          return;
        }
        Arrays.fill(failures, 1);
        empty(lightest());
      }
      if (place(known, enough, budget)) {
        stepsLeft = steps;
        found.accept(bins.packing());
      } else if (bins.count() <= binsAt(enough.getAsLong()) - 1) {
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

  private int lightest() {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int b = 0; b < bins.count(); b++) {
      double sum = 0;
      for (int k = 0; k < bins.held[b]; k++) {
        sum += weight[bins.members[b][k]];
      }
      if (sum < least) {
        least = sum;
        best = b;
      }
    }
    return best;
  }

  /** Does without a bin. */
  private void empty(int bin) {
    while (bins.held[bin] > 0) {
      eject(bins.members[bin][bins.held[bin] - 1]);
    }
    bins.close(bin);
  }

  private void eject(int item) {
    bins.remove(item);
    pool[pooled++] = item;
  }

  /** Places all of the pool; false when that is of no use any more or takes too long. */
  private boolean place(Supplier<Packing> known, LongSupplier enough, Budget budget) {
    while (pooled > 0) {
      if (--stepsLeft < 0) {
        return false;
      }
      if (stepsLeft % STEPS_BETWEEN_LOOKS == 0
          && (budget.exhausted()
              || binsOf(known.get()) <= bins.count()
              || bins.count() < binsAt(enough.getAsLong()))) {
        return false;
      }
      int item = pool[--pooled];
      int bin = room(item);
      if (bin >= 0) {
        bins.insert(item, bin);
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
          eject(out[k]);
        }
        bins.insert(item, bin);
      }
      stir();
    }
    return true;
  }

  /** A bin where an item fits, from a random place on; -1 when there is none. */
  private int room(int item) {
    int count = bins.count();
    int from = random.nextInt(count);
    for (int k = 0; k < count; k++) {
      int bin = from + k < count ? from + k : from + k - count;
      if (bins.fits(item, bin)) {
        return bin;
      }
    }
    return -1;
  }

  /** The bin where an item drives out what failed least, left in {@link #out}; -1 if none. */
  private int ejection(int item) {
    double best = Double.POSITIVE_INFINITY;
    int at = -1;
    long[] own = bins.size[item];
    for (int bin = 0; bin < bins.count(); bin++) {
      for (int d = 0; d < dims; d++) {
        excess[d] = bins.load[bin][d] + own[d] - capacity[d];
      }
      int[] list = bins.members[bin];
      int count = bins.held[bin];
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
    long[][] size = bins.size;
    for (int d = 0; d < dims; d++) {
      if (size[first][d] < excess[d]) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(int first, int second) {
    long[][] size = bins.size;
    for (int d = 0; d < dims; d++) {
      if (size[first][d] + size[second][d] < excess[d]) {
        return false;
      }
    }
    return true;
  }

  private boolean covers(int first, int second, int third) {
    long[][] size = bins.size;
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
      int from = random.nextInt(bins.count());
      int to = random.nextInt(bins.count());
      if (from == to || bins.held[from] == 0) {
        continue;
      }
      int item = bins.members[from][random.nextInt(bins.held[from])];
      if (bins.fits(item, to)) {
        bins.move(item, to);
      } else if (bins.held[to] > 0) {
        int other = bins.members[to][random.nextInt(bins.held[to])];
        if (bins.swappable(item, other)) {
          bins.swap(item, other);
        }
      }
    }
  }
}
