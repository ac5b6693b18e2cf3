package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Packs a given number of equal bins by simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983):
 * bins may be overloaded, items move and change places at random, and what all bins together hold
 * too much, as a share of the capacity, is cooled down to nothing. Made for a few items a bin that
 * leave hardly any room, where the relaxation says no more than how many go into a bin. A cycle
 * begins where the one before ended, reheated. Works on single items; not thread safe.
 */
final class BinAnnealing {
  /** More items than this are not cooled in seconds. */
  static final int MOST_ITEMS = 200;

  private static final int MOVES_A_STEP = 1_000;
  private static final int STEPS = 20_000;

  /** Shares of a bin; found by trial on published instances of 120 items. */
  private static final double HOT = 0.02;

  /**
   * Neither is better everywhere; an odd seed takes the second, and two threads have one of each.
   */
  private static final double[] REHEATED = {0.004, 0.01};

  /** One cycle in so many begins hot again, for some valleys are left in no other way. */
  private static final int HOT_CYCLES = 6;

  private static final double COLD = 0.001;

  private static final int CHANCES = 4_096;
  private static final double NOTHING = 1e-9;

  private final PackingModel model;
  private final SplittableRandom random;
  private final int dims;
  private final int items;
  private final int[] classOf;
  private final int[] binOf;
  private final long[] size;
  private final double[] weight;

  /** How much worse a move may be at temperature 1, by equally likely chances. */
  private final double[] tolerance = new double[CHANCES];

  private final double reheated;
  private int cycles;
  private int bins;

  /** Load minus capacity, by bin and dimension. */
  private long[] excess = new long[0];

  BinAnnealing(PackingModel model, long seed) {
    this.model = model;
    random = new SplittableRandom(seed);
    reheated = REHEATED[(int) (seed & 1)];
    dims = model.dimensions();
    items = (int) Arrays.stream(model.need()).sum();
    classOf = new int[items];
    binOf = new int[items];
    size = new long[items * dims];
    int at = 0;
    for (int j = 0; j < model.classes(); j++) {
      for (long copy = 0; copy < model.need()[j]; copy++) {
        System.arraycopy(model.size()[j], 0, size, at * dims, dims);
        classOf[at++] = j;
      }
    }
    weight = new double[dims];
    for (int d = 0; d < dims; d++) {
      weight[d] = 1.0 / Math.max(1, model.capacity()[0][d]);
    }
    for (int i = 0; i < CHANCES; i++) {
      tolerance[i] = -Math.log((i + 0.5) / CHANCES);
    }
  }

  /** Whether a model is of the kind and size that this works on. */
  static boolean suits(PackingModel model) {
    return BinElimination.suits(model) && Arrays.stream(model.need()).sum() <= MOST_ITEMS;
  }

  /** One cycle for so many bins, from 1; empty when some bin stays overloaded or time is up. */
  Optional<Packing> cycle(int wanted, Budget budget) {
    boolean hot = wanted != bins || ++cycles % HOT_CYCLES == 0;
    double temperature = hot ? HOT : reheated;
    if (wanted != bins) {
      scatter(wanted);
    }
    double cooling = Math.pow(COLD / temperature, 1.0 / STEPS);
    for (int step = 0; step < STEPS && !budget.exhausted(); step++) {
      if (settle(temperature)) {
        return Optional.of(packing());
      }
      temperature *= cooling;
    }
    return Optional.empty();
  }

  private void scatter(int wanted) {
    bins = wanted;
    excess = new long[bins * dims];
    for (int b = 0; b < bins; b++) {
      for (int d = 0; d < dims; d++) {
        excess[b * dims + d] = -model.capacity()[0][d];
      }
    }
    for (int i = 0; i < items; i++) {
      binOf[i] = random.nextInt(bins);
      for (int d = 0; d < dims; d++) {
        excess[binOf[i] * dims + d] += size[i * dims + d];
      }
    }
  }

  /** Moves at one temperature; true as soon as no bin is overloaded. */
  private boolean settle(double temperature) {
    double cost = cost();
    if (cost == 0) {
      return true;
    }
    for (int move = 0; move < MOVES_A_STEP; move++) {
      int item = random.nextInt(items);
      int other = random.nextInt(items + bins);
      // Numbers beyond the items are bins: the item moves alone.
      int to = other < items ? binOf[other] : other - items;
      int from = binOf[item];
      if (from == to) {
        continue;
      }
      double more = more(item, other, from, to);
      if (more <= temperature * tolerance[random.nextInt(CHANCES)]) {
        exchange(item, other, from, to);
        cost += more;
        if (cost < NOTHING && cost() == 0) {
          return true;
        }
      }
    }
    return false;
  }

  private double cost() {
    double sum = 0;
    for (int k = 0; k < excess.length; k++) {
      sum += Math.max(0, excess[k]) * weight[k % dims];
    }
    return sum;
  }

  /** By how much overload grows when an item goes to another bin, for an item there or alone. */
  private double more(int item, int other, int from, int to) {
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      long moved = moved(item, other, d);
      long here = excess[from * dims + d];
      long there = excess[to * dims + d];
      sum +=
          weight[d]
              * (Math.max(0, here - moved)
                  - Math.max(0, here)
                  + Math.max(0, there + moved)
                  - Math.max(0, there));
    }
    return sum;
  }

  private void exchange(int item, int other, int from, int to) {
    for (int d = 0; d < dims; d++) {
      long moved = moved(item, other, d);
      excess[from * dims + d] -= moved;
      excess[to * dims + d] += moved;
    }
    binOf[item] = to;
    if (other < items) {
      binOf[other] = from;
    }
  }

  private long moved(int item, int other, int dimension) {
    long own = size[item * dims + dimension];
    return other < items ? own - size[other * dims + dimension] : own;
  }

  private Packing packing() {
    long[][] counts = new long[bins][model.classes()];
    for (int i = 0; i < items; i++) {
      counts[binOf[i]][classOf[i]]++;
    }
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    long used = 0;
    for (long[] bin : counts) {
      Pattern pattern = Pattern.of(0, bin);
      if (pattern.classes().length > 0) {
        patterns.merge(pattern, 1L, Long::sum);
        used++;
      }
    }
    return new Packing(patterns, used * model.cost()[0]);
  }
}
