package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Packs a given number of equal bins that leave hardly any room: bin after bin is completed around
 * the hardest item left, and all bins together may waste no more than what they hold beyond the
 * items (bin completion; Gent 1998, Korf 2002, Fukunaga and Korf 2007). Each attempt draws its
 * first bins among the fillings that waste least, and searches the last ones through. Works on
 * single items; not thread safe.
 */
final class BinCompletion {
  /** Bins that are searched through; with more, an attempt is lost in its depth. */
  private static final int LAST_BINS = 10;

  /** Nodes of the first attempts; doubled after every {@link #ATTEMPTS}. */
  private static final long NODES = 2_000;

  private static final int ATTEMPTS = 8;
  private static final int MOST_DOUBLINGS = 8;

  /** How many of the best fillings a bin is drawn from. */
  private static final int CHOICES = 20;

  /** With more room than this share of one bin in every dimension, waste says too little. */
  private static final double MOST_ROOM = 0.3;

  private static final int MOST_REMEMBERED = 300_000;
  private static final int[] EMPTY = {};

  /** A drawn bin may waste so many times its part of the room. */
  private static final int PARTS = 3;

  private final PackingModel model;
  private final SplittableRandom random;
  private final BinFillings fillings;
  private final int dims;
  private final int items;
  private final int[] classOf;
  private final long[] capacity;
  private final double[] hardness;

  /** A number drawn for each item; what is left to pack is known by the sum of its items'. */
  private final long[] mark;

  private long marksLeft;

  /** What was searched through in vain. */
  private final Set<Long> hopeless = new HashSet<>();

  private boolean[] packed = new boolean[0];
  private int[] hardestFirst = new int[0];
  private long[] room = new long[0];
  private int[][] bins = new int[0][];
  private long nodesLeft;

  /** Items looked at in search of the hardest. */
  private long looks;

  private int wantedBefore;
  private int attempts;

  BinCompletion(PackingModel model, long seed) {
    this.model = model;
    random = new SplittableRandom(seed);
    dims = model.dimensions();
    capacity = model.capacity()[0];
    classOf =
        IntStream.range(0, model.classes())
            .flatMap(j -> IntStream.generate(() -> j).limit(model.need()[j]))
            .toArray();
    items = classOf.length;
    hardness = new double[items];
    mark = random.longs(items).toArray();
    fillings = new BinFillings(model, classOf);
  }

  /**
   * Makes attempts at so many bins.
   *
   * @param wanted bins, from 1
   * @param steps ends with the attempt in which so many items were looked at
   * @return empty when none comes out, when there is more room than this is made for, or time is up
   */
  Optional<Packing> search(int wanted, long steps, Budget budget) {
    long[] whole = roomOf(wanted);
    if (!IntStream.range(0, dims).allMatch(d -> whole[d] >= 0) || least(whole) > MOST_ROOM) {
      return Optional.empty();
    }
    if (wanted != wantedBefore) {
      wantedBefore = wanted;
      attempts = 0;
      hopeless.clear();
      measure(whole);
    }
    long end = looks + fillings.steps() + steps;
    long all = Arrays.stream(mark).sum();
    while (looks + fillings.steps() < end
        && !hopeless.contains(all + wanted)
        && !budget.exhausted()) {
      packed = new boolean[items];
      marksLeft = all;
      room = whole.clone();
      bins = new int[wanted][0];
      hardestFirst = sequence();
      nodesLeft = NODES << Math.min(MOST_DOUBLINGS, attempts++ / ATTEMPTS);
      if (complete(wanted, budget)) {
        return Optional.of(packing());
      }
    }
    return Optional.empty();
  }

  /** What bins hold beyond all items, by dimension. */
  private long[] roomOf(int wanted) {
    long[] whole = new long[dims];
    for (int d = 0; d < dims; d++) {
      whole[d] = wanted * capacity[d];
      for (int of : classOf) {
        whole[d] -= model.size()[of][d];
      }
    }
    return whole;
  }

  /** The room of the scarcest dimension, as a share of one bin. */
  private double least(long[] whole) {
    return whole[scarcest(whole)] / (double) Math.max(1, capacity[scarcest(whole)]);
  }

  private int scarcest(long[] whole) {
    int scarcest = 0;
    for (int d = 1; d < dims; d++) {
      if (whole[d] * (double) capacity[scarcest] < whole[scarcest] * (double) capacity[d]) {
        scarcest = d;
      }
    }
    return scarcest;
  }

  private void measure(long[] whole) {
    Arrays.fill(hardness, 0);
    for (int i = 0; i < items; i++) {
      for (int d = 0; d < dims; d++) {
        if (capacity[d] > 0) {
          // Dimensions with little room count more; the constant keeps those without any finite.
          hardness[i] += model.size()[classOf[i]][d] / (whole[d] + 0.3 * capacity[d]);
        }
      }
    }
    fillings.order(scarcest(whole));
  }

  private int[] sequence() {
    double[] drawn =
        Arrays.stream(hardness).map(h -> h * (0.9 + 0.2 * random.nextDouble())).toArray();
    return IntStream.range(0, items)
        .boxed()
        .sorted((a, b) -> Double.compare(drawn[b], drawn[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Packs what is left into so many bins; leaves everything as it was when that fails. */
  private boolean complete(int left, Budget budget) {
    looks += items;
    int hardest = Arrays.stream(hardestFirst).filter(i -> !packed[i]).findFirst().orElse(-1);
    if (hardest < 0) {
      return true;
    }
    boolean last = left <= LAST_BINS;
    if (left == 0 || (last && hopeless.contains(marksLeft + left))) {
      return false;
    }
    if (--nodesLeft < 0 || budget.exhausted()) {
      return false;
    }
    List<BinFillings.Filling> found =
        last ? List.of() : fillings.of(hardest, packed, room, part(left));
    if (found.isEmpty()) {
      found = fillings.of(hardest, packed, room, room);
    }
    if (!last && !found.isEmpty()) {
      int drawn = random.nextInt(Math.min(CHOICES, found.size()));
      found = List.of(found.get(drawn));
    }
    for (BinFillings.Filling filling : found) {
      take(filling.items(), true);
      bins[left - 1] = filling.items();
      if (complete(left - 1, budget)) {
        return true;
      }
      take(filling.items(), false);
      bins[left - 1] = EMPTY;
      if (nodesLeft < 0) {
        return false;
      }
    }
    if (last && !budget.exhausted() && hopeless.size() < MOST_REMEMBERED) {
      hopeless.add(marksLeft + left);
    }
    return false;
  }

  /** What a drawn bin may waste. */
  private long[] part(int left) {
    long[] part = new long[dims];
    for (int d = 0; d < dims; d++) {
      long little = Math.min(room[d], 1 + capacity[d] / 500);
      part[d] = Math.max(PARTS * room[d] / left, little);
    }
    return part;
  }

  private void take(int[] filling, boolean in) {
    int sign = in ? 1 : -1;
    for (int d = 0; d < dims; d++) {
      long load = 0;
      for (int i : filling) {
        load += model.size()[classOf[i]][d];
      }
      room[d] -= sign * (capacity[d] - load);
    }
    for (int i : filling) {
      packed[i] = in;
      marksLeft -= sign * mark[i];
    }
  }

  private Packing packing() {
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    long used = 0;
    for (int[] bin : bins) {
      if (bin.length > 0) {
        long[] counts = new long[model.classes()];
        for (int i : bin) {
          counts[classOf[i]]++;
        }
        patterns.merge(Pattern.of(0, counts), 1L, Long::sum);
        used++;
      }
    }
    return new Packing(patterns, used * model.cost()[0]);
  }
}
