package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SoundPricesTest {
  private static final int CLASSES = 5;
  private static final int KINDS = 6;

  private static PackingModel model(Random random) {
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
  private static double worth(PackingModel model, int kind, double[] price, int from, long[] room) {
    if (from == CLASSES) {
      return 0;
    }
    double best = 0;
    long[] rest = room.clone();
    long most = model.mostCopies(kind, from);
    for (long copies = 0; copies <= most; copies++) {
      double value = copies * model.rate()[0][from] * price[from];
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

  @Property(tries = 200)
  void noFillingIsWorthMoreThanItsBinAndPricesThatAreRightStay(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @LongRange(min = 0, max = 1) long exact) {
    Random random = new Random(seed);
    PackingModel model = model(random);
    double[] wanted = random.doubles(CLASSES, 0, 300).toArray();
    double[] units = random.doubles(CLASSES, 0, 30).toArray();
    double[] bins = Arrays.stream(model.cost()).mapToDouble(cost -> cost * 0.9).toArray();
    // Without tables all bins are large.
    SoundPrices sound = new SoundPrices(model, exact * 10_000);
    double[] right = sound.of(wanted, units, bins);
    for (int j = 0; j < CLASSES; j++) {
      assertThat(right[j]).isBetween(0.0, wanted[j]);
    }
    for (int t = 0; t < KINDS; t++) {
      assertThat(worth(model, t, right, 0, model.capacity()[t])).isLessThanOrEqualTo(bins[t]);
    }
    double[] again = sound.of(right, units, bins);
    for (int j = 0; j < CLASSES; j++) {
      assertThat(again[j]).isGreaterThanOrEqualTo(right[j] * (1 - 1e-6));
    }
  }
}
