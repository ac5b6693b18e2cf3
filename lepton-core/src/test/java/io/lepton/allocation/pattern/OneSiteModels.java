package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Random;

/** Models of a few classes and kinds of bin at one site, small enough to try everything. */
final class OneSiteModels {
  static final int CLASSES = 5;
  static final int KINDS = 6;

  static PackingModel model(Random random) {
    long[][] size = new long[CLASSES][];
    Arrays.setAll(size, j -> new long[] {random.nextInt(7), 1 + random.nextInt(9)});
    long[] rate = random.longs(CLASSES, 1, 4).toArray();
    long[] unlimited = new long[KINDS];
    Arrays.fill(unlimited, Long.MAX_VALUE);
    long[] caps = new long[CLASSES];
    Arrays.fill(caps, Long.MAX_VALUE);
    long[][] capacity = new long[KINDS][];
    Arrays.setAll(capacity, t -> new long[] {4 + random.nextInt(14), 6 + random.nextInt(20)});
    return new PackingModel(
        size,
        random.longs(CLASSES, 1, 30).toArray(),
        new long[][] {rate},
        new long[1][],
        new int[][] {new int[CLASSES]},
        caps,
        new int[CLASSES][1],
        new double[CLASSES][1],
        random.longs(KINDS, 100, 900).toArray(),
        capacity,
        new int[KINDS],
        unlimited,
        new long[KINDS][],
        0,
        new long[0],
        new int[KINDS][0],
        new long[KINDS][0]);
  }

  /** The most that one bin can be worth, by trying everything. */
  static double worth(PackingModel model, int kind, double[] price, int from, long[] room) {
    if (from == CLASSES) {
      return 0;
    }
    double best = 0;
    long[] rest = room.clone();
    long most = model.mostCopies(kind, from);
    for (long copies = 0; copies <= most; copies++) {
      double value = Math.min(copies * model.rate()[0][from], model.countable(from)) * price[from];
      best = Math.max(best, value + worth(model, kind, price, from + 1, rest));
      for (int d = 0; d < rest.length; d++) {
        rest[d] -= model.size()[from][d];
        if (rest[d] < 0) {
          return best;
        }
      }
    }
    return best;
  }

  private OneSiteModels() {}
}
