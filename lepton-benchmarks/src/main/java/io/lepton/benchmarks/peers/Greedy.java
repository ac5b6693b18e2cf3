package io.lepton.benchmarks.peers;

import io.lepton.benchmarks.peers.PlacingModel.Bin;
import io.lepton.benchmarks.peers.PlacingModel.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * First fit decreasing with a choice of bins: fills the bin that holds most for its price, as often
 * as the need lasts. Bounds the slots of compact models, gives pattern models their first columns
 * and packs what a model of totals has decided.
 */
final class Greedy {
  /** Bins looked at: the best by price for each size. */
  private static final int MOST_KINDS = 400;

  private final PlacingModel model;
  private final double[] weight;
  private final Integer[] order;
  private final long[] left;
  private final long[][] room;
  private final long[] quota;

  Greedy(PlacingModel model) {
    this.model = model;
    left = model.need().clone();
    room = new long[model.domains()][];
    for (int domain = 0; domain < room.length; domain++) {
      room[domain] = model.cap().clone();
    }
    quota = model.quotaLimits().clone();
    double[] scale = new double[model.dimensions()];
    for (int j = 0; j < left.length; j++) {
      for (int d = 0; d < scale.length; d++) {
        scale[d] += (double) model.demand()[j][d] * model.need()[j];
      }
    }
    weight = new double[left.length];
    order = new Integer[left.length];
    for (int j = 0; j < left.length; j++) {
      order[j] = j;
      for (int d = 0; d < scale.length; d++) {
        weight[j] += scale[d] > 0 ? model.demand()[j][d] / scale[d] : 0;
      }
    }
    Arrays.sort(order, Comparator.comparingDouble(j -> -weight[j]));
  }

  /** What {@code bins} hold is no longer needed, and what they use no longer free. */
  Greedy after(List<Bin> bins) {
    bins.forEach(this::take);
    return this;
  }

  /** Bins for everything that is left; empty when quotas or spread leave no room. */
  Optional<List<Bin>> fill(Contender.Effort effort) {
    int[] kinds = kinds();
    List<Bin> bins = new ArrayList<>();
    while (Arrays.stream(left).anyMatch(count -> count > 0)) {
      Bin best = null;
      double bestWorth = -1;
      for (int t : kinds) {
        long[] items = fillOne(t, left, room[model.kinds().get(t).domain()]);
        double worth = 0;
        for (int j = 0; j < items.length; j++) {
          worth += items[j] * weight[j];
        }
        worth /= model.kinds().get(t).price();
        if (worth > bestWorth && fits(t) > 0) {
          bestWorth = worth;
          best = new Bin(t, items, 1);
        }
        if (effort.over()) {
          return Optional.empty();
        }
      }
      if (best == null || bestWorth <= 0) {
        return Optional.empty();
      }
      Bin repeated = new Bin(best.kind(), best.items(), times(best));
      take(repeated);
      bins.add(repeated);
    }
    return Optional.of(bins);
  }

  /** One bin of a kind with the largest items first. */
  long[] fillOne(int kind, long[] most, long[] caps) {
    return fillOne(kind, order, most, caps);
  }

  long[] fillOne(int kind, Integer[] first, long[] most, long[] caps) {
    long[] open = model.kinds().get(kind).capacity().clone();
    long[] items = new long[most.length];
    for (int j : first) {
      long count = Math.min(most[j], caps[j]);
      for (int d = 0; d < open.length && count > 0; d++) {
        if (model.demand()[j][d] > 0) {
          count = Math.min(count, open[d] / model.demand()[j][d]);
        }
      }
      if (count > 0) {
        items[j] = count;
        for (int d = 0; d < open.length; d++) {
          open[d] -= count * model.demand()[j][d];
        }
      }
    }
    return items;
  }

  /** How many more bins of a kind its quotas allow. */
  long fits(int kind) {
    long count = Long.MAX_VALUE;
    long[] use = model.kinds().get(kind).quotaUse();
    for (int q = 0; q < quota.length; q++) {
      if (use[q] > 0) {
        count = Math.min(count, quota[q] / use[q]);
      }
    }
    return count;
  }

  private long times(Bin bin) {
    long count = fits(bin.kind());
    int domain = model.kinds().get(bin.kind()).domain();
    for (int j = 0; j < left.length; j++) {
      if (bin.items()[j] > 0) {
        count = Math.min(count, Math.min(left[j], room[domain][j]) / bin.items()[j]);
      }
    }
    return Math.max(1, count);
  }

  void take(Bin bin) {
    Kind kind = model.kinds().get(bin.kind());
    for (int j = 0; j < left.length; j++) {
      left[j] -= bin.items()[j] * bin.count();
      room[kind.domain()][j] -= bin.items()[j] * bin.count();
    }
    for (int q = 0; q < quota.length; q++) {
      quota[q] -= kind.quotaUse()[q] * bin.count();
    }
  }

  private int[] kinds() {
    if (model.kinds().size() <= MOST_KINDS) {
      return IntStream.range(0, model.kinds().size()).toArray();
    }
    double[] worth = new double[model.kinds().size()];
    long[] all = model.need();
    for (int t = 0; t < worth.length; t++) {
      long[] items = fillOne(t, all, all);
      for (int j = 0; j < items.length; j++) {
        worth[t] += items[j] * weight[j] / model.kinds().get(t).price();
      }
    }
    int perDomain = MOST_KINDS / model.domains();
    return IntStream.range(0, model.domains())
        .flatMap(
            domain ->
                IntStream.range(0, worth.length)
                    .filter(t -> model.kinds().get(t).domain() == domain)
                    .boxed()
                    .sorted(Comparator.comparingDouble(t -> -worth[t]))
                    .limit(perDomain)
                    .mapToInt(Integer::intValue))
        .toArray();
  }

  /** Lets go of items beyond the need; bins left empty go too. */
  static List<Bin> trimmed(PlacingModel model, List<Bin> bins) {
    long[] over = new long[model.classes()];
    for (Bin bin : bins) {
      for (int j = 0; j < over.length; j++) {
        over[j] += bin.items()[j] * bin.count();
      }
    }
    for (int j = 0; j < over.length; j++) {
      over[j] -= model.need()[j];
    }
    List<Bin> kept = new ArrayList<>();
    for (Bin bin : bins) {
      long count = bin.count();
      while (count > 0 && touches(bin, over)) {
        long[] items = bin.items().clone();
        for (int j = 0; j < items.length; j++) {
          long gone = Math.max(0, Math.min(items[j], over[j]));
          items[j] -= gone;
          over[j] -= gone;
        }
        if (Arrays.stream(items).anyMatch(item -> item > 0)) {
          kept.add(new Bin(bin.kind(), items, 1));
        }
        count--;
      }
      if (count > 0) {
        kept.add(new Bin(bin.kind(), bin.items(), count));
      }
    }
    return kept;
  }

  private static boolean touches(Bin bin, long[] over) {
    for (int j = 0; j < over.length; j++) {
      if (over[j] > 0 && bin.items()[j] > 0) {
        return true;
      }
    }
    return false;
  }
}
