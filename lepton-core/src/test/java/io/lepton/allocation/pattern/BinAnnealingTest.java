package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Few items a bin and hardly any room. */
class BinAnnealingTest {
  private static final int DIMENSIONS = 3;
  private static final long CAPACITY = 1_000;

  @Test
  void fourItemsABinThatLeaveThreeHundredthsFindEachOtherAgain() {
    PackingModel model = quadruples(10, 5);
    BinAnnealing annealing = new BinAnnealing(model, 1);
    Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);
    Optional<Packing> packing = Optional.empty();
    while (packing.isEmpty() && !budget.exhausted()) {
      packing = annealing.cycle(10, budget);
    }
    assertThat(packing).isPresent();
    assertThat(packing.get().cost()).isEqualTo(10);
    assertValid(model, packing.get());
  }

  @Test
  void moreBinsThanAreOfUseAreLeftOut() {
    PackingModel model =
        PackingModel.vectorPacking(new long[] {10}, new long[][] {{3}, {10}}, new long[] {2, 1});
    Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);
    Packing packing = new BinAnnealing(model, 1).cycle(9, budget).orElseThrow();
    assertThat(packing.cost()).isBetween(2L, 3L);
    assertValid(model, packing);
  }

  @Test
  void tooFewBinsAreNoPacking() {
    PackingModel model =
        PackingModel.vectorPacking(new long[] {10}, new long[][] {{6}}, new long[] {3});
    Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);
    assertThat(new BinAnnealing(model, 1).cycle(2, budget)).isEmpty();
  }

  @Test
  void manyItemsAreLeftToOthers() {
    long[][] one = {{1}};
    long most = BinAnnealing.MOST_ITEMS;
    assertThat(
            BinAnnealing.suits(PackingModel.vectorPacking(new long[] {9}, one, new long[] {most})))
        .isTrue();
    assertThat(
            BinAnnealing.suits(
                PackingModel.vectorPacking(new long[] {9}, one, new long[] {most + 1})))
        .isFalse();
  }

  private static void assertValid(PackingModel model, Packing packing) {
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
      assertThat(model.fits(0, load)).isTrue();
      bins += entry.getValue();
    }
    assertThat(placed).isEqualTo(model.need());
    assertThat(packing.cost()).isEqualTo(bins);
  }

  /** Items that fill so many bins up to a little, four a bin. */
  private static PackingModel quadruples(int bins, long seed) {
    Random random = new Random(seed);
    long[][] size = new long[4 * bins][DIMENSIONS];
    for (int bin = 0; bin < bins; bin++) {
      for (int d = 0; d < DIMENSIONS; d++) {
        long left = CAPACITY - 30;
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
