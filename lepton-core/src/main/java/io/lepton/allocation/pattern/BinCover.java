package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Packs what a partial packing leaves into a given number of equal bins, or shows that it cannot be
 * done. Every filling is listed that wastes no more than all bins together may, and the items are
 * covered exactly, next always the one that the fewest fillings hold (algorithm X; Knuth 2000).
 * Made for the end of a dive: few items that leave hardly any room. Works on single items; not
 * thread safe.
 */
final class BinCover {
  /** Items are bits of two words. */
  static final int MOST_ITEMS = 2 * Long.SIZE;

  /** Longer lists say that there is too much room for this. */
  private static final int MOST_FILLINGS = 4_000;

  private static final int MOST_NODES = 20_000;

  /** Items looked at while fillings are listed. */
  private static final long MOST_LOOKS = 2_000_000;

  private static final int LOOKS_BETWEEN = 1_000;

  /** How a search ended. */
  enum Outcome {
    PACKED,
    IMPOSSIBLE,
    GIVEN_UP
  }

  private final PackingModel model;
  private final int dims;
  private final long[] capacity;

  /** Classes of the items, the largest in the scarcest dimension first. */
  private int[] classOf = new int[0];

  private int items;
  private int scarcest;

  /** What all bins that are left may waste, and what the filling at work leaves free. */
  private final long[] room;

  private final long[] rest;

  private int count;
  private final long[] low = new long[MOST_FILLINGS];
  private final long[] high = new long[MOST_FILLINGS];
  private final long[][] waste = new long[MOST_FILLINGS][];
  private boolean cut;
  private Budget budget = new Budget(0, () -> true);
  private long looksLeft;
  private int nodesLeft;

  /** By depth: fillings that are still of use. */
  private int[][] useful = new int[0][];

  private int[] chosen = new int[0];
  private int depth;
  private final int[] uses = new int[MOST_ITEMS];
  private final Set<Items> hopeless = new HashSet<>();

  /** Items as bits. */
  private record Items(long low, long high) {}

  BinCover(PackingModel model) {
    this.model = model;
    dims = model.dimensions();
    capacity = model.capacity()[0];
    room = new long[dims];
    rest = new long[dims];
  }

  /** Whether a model is of the kind, and what is left of it of the size, that this works on. */
  static boolean suits(Residual partial) {
    return BinElimination.suits(partial.model) && Arrays.stream(partial.unmet).sum() <= MOST_ITEMS;
  }

  /**
   * Looks for a packing.
   *
   * @param partial receives the bins when there is one
   * @param bins how many there may be
   */
  Outcome complete(Residual partial, int bins, Budget budget) {
    this.budget = budget;
    takeUp(partial, bins);
    for (long left : room) {
      if (left < 0) {
        return Outcome.IMPOSSIBLE;
      }
    }
    list();
    if (cut) {
      return Outcome.GIVEN_UP;
    }
    useful = new int[bins + 1][count];
    chosen = new int[bins];
    depth = 0;
    hopeless.clear();
    nodesLeft = MOST_NODES;
    Arrays.setAll(useful[0], filling -> filling);
    if (cover(count, new Items(bits(0, items), bits(Long.SIZE, items)), bins)) {
      for (int k = 0; k < depth; k++) {
        partial.add(pattern(chosen[k]), 1);
      }
      return Outcome.PACKED;
    }
    return cut ? Outcome.GIVEN_UP : Outcome.IMPOSSIBLE;
  }

  private void takeUp(Residual partial, int bins) {
    for (int d = 0; d < dims; d++) {
      room[d] = bins * capacity[d];
      for (int j = 0; j < model.classes(); j++) {
        room[d] -= partial.unmet[j] * model.size()[j][d];
      }
    }
    scarcest = 0;
    for (int d = 1; d < dims; d++) {
      if (room[d] * (double) capacity[scarcest] < room[scarcest] * (double) capacity[d]) {
        scarcest = d;
      }
    }
    classOf =
        IntStream.range(0, model.classes())
            .boxed()
            .sorted((a, b) -> Long.compare(model.size()[b][scarcest], model.size()[a][scarcest]))
            .flatMapToInt(j -> IntStream.range(0, (int) partial.unmet[j]).map(copy -> j))
            .toArray();
    items = classOf.length;
  }

  /** The bits from one on, up to the number of items. */
  private static long bits(int from, int items) {
    int set = Math.max(0, Math.min(Long.SIZE, items - from));
    return set == Long.SIZE ? -1 : (1L << set) - 1;
  }

  private static long lowBit(int item) {
    return item < Long.SIZE ? 1L << item : 0;
  }

  private static long highBit(int item) {
    return item < Long.SIZE ? 0 : 1L << (item - Long.SIZE);
  }

  private Pattern pattern(int filling) {
    long[] copies = new long[model.classes()];
    for (int i = 0; i < items; i++) {
      if ((low[filling] & lowBit(i)) != 0 || (high[filling] & highBit(i)) != 0) {
        copies[classOf[i]]++;
      }
    }
    return Pattern.of(0, copies);
  }

  /** Lists all fillings; {@link #cut} when there are too many. */
  private void list() {
    count = 0;
    cut = false;
    looksLeft = MOST_LOOKS;
    System.arraycopy(capacity, 0, rest, 0, dims);
    list(0, 0, 0);
  }

  private void list(int from, long lowItems, long highItems) {
    if ((lowItems | highItems) != 0 && Sizes.fit(rest, room)) {
      if (count == MOST_FILLINGS) {
        cut = true;
        return;
      }
      low[count] = lowItems;
      high[count] = highItems;
      waste[count++] = rest.clone();
    }
    long least = leastUseful();
    for (int i = from; i < items && !cut; i++) {
      long[] size = model.size()[classOf[i]];
      if (size[scarcest] < least) {
        return;
      }
      cut = --looksLeft < 0 || (looksLeft % LOOKS_BETWEEN == 0 && budget.exhausted());
      if (Sizes.fit(size, rest)) {
        change(rest, size, -1);
        list(i + 1, lowItems | lowBit(i), highItems | highBit(i));
        change(rest, size, 1);
      }
    }
  }

  /** Smaller than this, as many items as have room would still leave too much free. */
  private long leastUseful() {
    long smallest = model.size()[classOf[items - 1]][scarcest];
    long wanted = rest[scarcest] - room[scarcest];
    if (wanted <= 0 || smallest <= 0) {
      return Long.MIN_VALUE;
    }
    long copies = rest[scarcest] / smallest;
    return copies == 0 ? Long.MAX_VALUE : (wanted + copies - 1) / copies;
  }

  private void change(long[] vector, long[] by, int sign) {
    for (int d = 0; d < dims; d++) {
      vector[d] += sign * by[d];
    }
  }

  /** Covers items with so many of the fillings that are useful at this depth. */
  private boolean cover(int length, Items open, int bins) {
    if ((open.low() | open.high()) == 0) {
      return true;
    }
    if (bins == 0 || hopeless.contains(open)) {
      return false;
    }
    if (--nodesLeft < 0 || budget.exhausted()) {
      cut = true;
      return false;
    }
    int rarest = rarest(length, open);
    for (int k = 0; k < length; k++) {
      int filling = useful[depth][k];
      if (!holds(filling, lowBit(rarest), highBit(rarest))) {
        continue;
      }
      chosen[depth] = filling;
      change(room, waste[filling], -1);
      int left = narrow(length, filling);
      Items still = new Items(open.low() & ~low[filling], open.high() & ~high[filling]);
      depth++;
      if (cover(left, still, bins - 1)) {
        return true;
      }
      depth--;
      change(room, waste[filling], 1);
      if (cut) {
        return false;
      }
    }
    hopeless.add(open);
    return false;
  }

  /** Whether a filling holds any of some items. */
  private boolean holds(int filling, long lowItems, long highItems) {
    return ((low[filling] & lowItems) | (high[filling] & highItems)) != 0;
  }

  /** Keeps the fillings for the next depth that go with one that is taken. */
  private int narrow(int length, int taken) {
    int[] next = useful[depth + 1];
    int kept = 0;
    for (int k = 0; k < length; k++) {
      int filling = useful[depth][k];
      if (!holds(filling, low[taken], high[taken]) && Sizes.fit(waste[filling], room)) {
        next[kept++] = filling;
      }
    }
    return kept;
  }

  /** The open item that the fewest useful fillings hold. */
  private int rarest(int length, Items open) {
    Arrays.fill(uses, 0);
    for (int k = 0; k < length; k++) {
      int filling = useful[depth][k];
      for (long left = low[filling]; left != 0; left &= left - 1) {
        uses[Long.numberOfTrailingZeros(left)]++;
      }
      for (long left = high[filling]; left != 0; left &= left - 1) {
        uses[Long.SIZE + Long.numberOfTrailingZeros(left)]++;
      }
    }
    int rarest = -1;
    for (int i = 0; i < items; i++) {
      boolean isOpen = ((open.low() & lowBit(i)) | (open.high() & highBit(i))) != 0;
      if (isOpen && (rarest < 0 || uses[i] < uses[rarest])) {
        rarest = i;
      }
    }
    return rarest;
  }
}
