package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Equal bins with single items in them, some of which may be in none. Not thread safe. */
final class ItemBins {
  private final PackingModel model;
  private final int dims;
  private final long[] capacity;
  private final int[] classOf;
  private final int[] binOf;

  /** Where an item is among the members of its bin. */
  private final int[] placeIn;

  /** Sizes by item. */
  final long[][] size;

  /** Items by bin, of which so many as are {@link #held} count. */
  int[][] members = new int[0][];

  int[] held = new int[0];

  /** Sums of sizes by bin. */
  long[][] load = new long[0][];

  private int count;

  ItemBins(PackingModel model) {
    this.model = model;
    dims = model.dimensions();
    capacity = model.capacity()[0];
    int items = (int) Arrays.stream(model.need()).sum();
    classOf = new int[items];
    size = new long[items][];
    binOf = new int[items];
    placeIn = new int[items];
    int at = 0;
    for (int j = 0; j < model.classes(); j++) {
      for (long copy = 0; copy < model.need()[j]; copy++) {
        classOf[at] = j;
        size[at++] = model.size()[j];
      }
    }
  }

  int items() {
    return size.length;
  }

  /** How many bins there are. */
  int count() {
    return count;
  }

  /** Takes the items as a packing has them. */
  void load(Packing start) {
    count = 0;
    int bins = Math.toIntExact(start.cost() / model.cost()[0]);
    members = new int[bins][8];
    held = new int[bins];
    load = new long[bins][dims];
    int[] next = new int[model.classes()];
    for (int i = items() - 1; i >= 0; i--) {
      next[classOf[i]] = i;
    }
    for (Map.Entry<Pattern, Long> entry : start.bins().entrySet()) {
      Pattern pattern = entry.getKey();
      for (long bin = 0; bin < entry.getValue(); bin++) {
        for (int k = 0; k < pattern.classes().length; k++) {
          for (int copy = 0; copy < pattern.copies()[k]; copy++) {
            insert(next[pattern.classes()[k]]++, count);
          }
        }
        count++;
      }
    }
  }

  /** What the bins hold. */
  Packing packing() {
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    for (int b = 0; b < count; b++) {
      long[] counts = new long[model.classes()];
      for (int k = 0; k < held[b]; k++) {
        counts[classOf[members[b][k]]]++;
      }
      patterns.merge(Pattern.of(0, counts), 1L, Long::sum);
    }
    return new Packing(patterns, count * model.cost()[0]);
  }

  void insert(int item, int bin) {
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

  void remove(int item) {
    int bin = binOf[item];
    int last = members[bin][--held[bin]];
    members[bin][placeIn[item]] = last;
    placeIn[last] = placeIn[item];
    for (int d = 0; d < dims; d++) {
      load[bin][d] -= size[item][d];
    }
  }

  /** Takes an empty bin away; the last one takes its number. */
  void close(int bin) {
    count--;
    if (bin != count) {
      int[] list = members[bin];
      members[bin] = members[count];
      members[count] = list;
      long[] sums = load[bin];
      load[bin] = load[count];
      load[count] = sums;
      held[bin] = held[count];
      held[count] = 0;
      for (int k = 0; k < held[bin]; k++) {
        binOf[members[bin][k]] = bin;
      }
    }
  }

  /** Whether a bin has room for an item. */
  boolean fits(int item, int bin) {
    long[] own = size[item];
    long[] sums = load[bin];
    for (int d = 0; d < dims; d++) {
      if (sums[d] + own[d] > capacity[d]) {
        return false;
      }
    }
    return true;
  }

  /** Whether two items may change places. */
  boolean swappable(int item, int other) {
    long[] one = size[item];
    long[] two = size[other];
    long[] here = load[binOf[item]];
    long[] there = load[binOf[other]];
    for (int d = 0; d < dims; d++) {
      long more = one[d] - two[d];
      if (there[d] + more > capacity[d] || here[d] - more > capacity[d]) {
        return false;
      }
    }
    return true;
  }

  void swap(int item, int other) {
    int from = binOf[item];
    int to = binOf[other];
    remove(item);
    remove(other);
    insert(item, to);
    insert(other, from);
  }

  void move(int item, int to) {
    remove(item);
    insert(item, to);
  }
}
