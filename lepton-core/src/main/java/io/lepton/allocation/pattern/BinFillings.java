package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lists how a bin around one item can be filled with others that are left, so that no more fits and
 * little is wasted. Not thread safe.
 */
final class BinFillings {
  /** A list ends after so many items were looked at, complete or not. */
  private static final long MOST_STEPS = 1_000_000;

  private final int[] classOf;
  private final int dims;
  private final long[] capacity;
  private int[] largestFirst;
  private int leading;
  private final long[][] size;
  private final int[] left;
  private int count;
  private final boolean[] chosen;
  private final int[] bin;
  private int depth;
  private long[] rest = new long[0];
  private long[] room = new long[0];
  private long[] most = new long[0];
  private long smallest;
  private long steps;
  private long lastStep;
  private final List<Filling> found = new ArrayList<>();

  /**
   * A filling.
   *
   * @param items in the bin, the one that was asked for first
   * @param waste grows with the share of the room that is left free
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed
  record Filling(int[] items, double waste) {}

  /** Fillings with single items, whose classes are told. */
  BinFillings(PackingModel model, int[] classOf) {
    this.classOf = classOf;
    dims = model.dimensions();
    capacity = model.capacity()[0];
    size = Arrays.stream(classOf).mapToObj(of -> model.size()[of]).toArray(long[][]::new);
    left = new int[classOf.length];
    bin = new int[classOf.length];
    chosen = new boolean[classOf.length];
    largestFirst = IntStream.range(0, classOf.length).toArray();
  }

  /** Says which dimension is scarcest: bins are filled in the order of sizes there. */
  void order(int dimension) {
    leading = dimension;
    largestFirst =
        IntStream.range(0, classOf.length)
            .boxed()
            .sorted(
                (a, b) -> {
                  int bySize = Long.compare(size[b][leading], size[a][leading]);
                  return bySize != 0 ? bySize : Integer.compare(classOf[a], classOf[b]);
                })
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** How many items were looked at so far. */
  long steps() {
    return steps;
  }

  /**
   * Lists fillings, those that waste least first.
   *
   * @param first an item that each holds
   * @param packed items that may not be used
   * @param room what all bins together may still waste, by dimension
   * @param most what this bin may waste
   */
  List<Filling> of(int first, boolean[] packed, long[] room, long[] most) {
    this.room = room;
    this.most = most;
    rest = capacity.clone();
    count = 0;
    depth = 0;
    smallest = Long.MAX_VALUE;
    found.clear();
    lastStep = steps + MOST_STEPS;
    put(first);
    for (int i : largestFirst) {
      if (!packed[i] && i != first) {
        left[count++] = i;
        smallest = size[i][leading];
      }
    }
    descend(0);
    take(first);
    List<Filling> sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> Double.compare(a.waste(), b.waste()));
    return sorted;
  }

  private void descend(int from) {
    boolean more = false;
    long least = leastUseful();
    for (int k = Math.max(from, firstUpTo(rest[leading])); k < count && steps < lastStep; k++) {
      steps++;
      int item = left[k];
      if (size[item][leading] < least) {
        return;
      }
      if (!fits(item)) {
        continue;
      }
      more = true;
      if (k > from && classOf[item] == classOf[left[k - 1]]) {
        // The same filling with an equal item.
        continue;
      }
      put(item);
      if (rest[leading] <= most[leading] || rest[leading] >= smallest) {
        descend(k + 1);
      }
      take(item);
    }
    if (!more && wastesLittle() && isFull(from)) {
      found.add(new Filling(Arrays.copyOf(bin, depth), waste()));
    }
  }

  /** Smaller than this, as many items as have room would still leave too much free. */
  private long leastUseful() {
    long wanted = rest[leading] - most[leading];
    if (wanted <= 0 || smallest <= 0) {
      return Long.MIN_VALUE;
    }
    long copies = rest[leading] / smallest;
    return copies == 0 ? Long.MAX_VALUE : (wanted + copies - 1) / copies;
  }

  /** The first place of an item of this size or less. */
  private int firstUpTo(long largest) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (size[left[middle]][leading] > largest) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void put(int item) {
    chosen[item] = true;
    bin[depth++] = item;
    for (int d = 0; d < dims; d++) {
      rest[d] -= size[item][d];
    }
  }

  private void take(int item) {
    chosen[item] = false;
    depth--;
    for (int d = 0; d < dims; d++) {
      rest[d] += size[item][d];
    }
  }

  private boolean fits(int item) {
    long[] own = size[item];
    for (int d = 0; d < dims; d++) {
      if (own[d] > rest[d]) {
        return false;
      }
    }
    return true;
  }

  private boolean wastesLittle() {
    for (int d = 0; d < dims; d++) {
      if (rest[d] > most[d]) {
        return false;
      }
    }
    return true;
  }

  /** Whether none of the items before a place fits beside. */
  private boolean isFull(int before) {
    for (int k = 0; k < before; k++) {
      if (!chosen[left[k]] && fits(left[k])) {
        return false;
      }
    }
    return true;
  }

  private double waste() {
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      double share = rest[d] / (room[d] + 1.0);
      sum += share * share * share;
    }
    return sum;
  }
}
