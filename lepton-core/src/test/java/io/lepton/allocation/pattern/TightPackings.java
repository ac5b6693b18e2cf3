package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Packing problems that leave hardly any room, and what every packing has to be. */
final class TightPackings {
  private static final int DIMENSIONS = 3;
  private static final long CAPACITY = 1_000;

  private TightPackings() {}

  static void assertValid(PackingModel model, Packing packing) {
    long[] placed = new long[model.classes()];
    long bins = 0;
    for (Map.Entry<Pattern, Long> entry : packing.bins().entrySet()) {
      Pattern pattern = entry.getKey();
      long[] load = new long[model.dimensions()];
      for (int k = 0; k < pattern.classes().length; k++) {
        int of = pattern.classes()[k];
        placed[of] += pattern.copies()[k] * entry.getValue();
        for (int d = 0; d < load.length; d++) {
          load[d] += pattern.copies()[k] * model.size()[of][d];
        }
      }
      for (int d = 0; d < load.length; d++) {
        assertThat(load[d]).isLessThanOrEqualTo(model.capacity()[0][d]);
      }
      bins += entry.getValue();
    }
    assertThat(placed).isEqualTo(model.need());
    assertThat(packing.cost()).isEqualTo(bins);
  }

  /** Items that fill so many bins up to a given waste in every dimension, four a bin. */
  static PackingModel quadruples(int bins, long waste, long seed) {
    Random random = new Random(seed);
    long[][] size = new long[4 * bins][DIMENSIONS];
    for (int bin = 0; bin < bins; bin++) {
      for (int d = 0; d < DIMENSIONS; d++) {
        long left = CAPACITY - waste;
        for (int k = 0; k < 3; k++) {
          size[4 * bin + k][d] = 160L + random.nextInt(120);
          left -= size[4 * bin + k][d];
        }
        size[4 * bin + 3][d] = left;
      }
    }
    long[] capacity = new long[DIMENSIONS];
    Arrays.fill(capacity, CAPACITY);
    long[] need = new long[size.length];
    Arrays.fill(need, 1);
    return PackingModel.vectorPacking(capacity, size, need);
  }
}
