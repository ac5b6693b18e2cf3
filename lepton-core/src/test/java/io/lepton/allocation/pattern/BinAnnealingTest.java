package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Few items a bin and hardly any room. */
class BinAnnealingTest {
  @Test
  void fourItemsABinThatLeaveThreeHundredthsFindEachOtherAgain() {
    PackingModel model = TightPackings.quadruples(10, 30, 5);
    BinAnnealing annealing = new BinAnnealing(model, 1);
    Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);
    Optional<Packing> packing = Optional.empty();
    while (packing.isEmpty() && !budget.exhausted()) {
      packing = annealing.cycle(10, budget);
    }
    assertThat(packing).isPresent();
    assertThat(packing.get().cost()).isEqualTo(10);
    TightPackings.assertValid(model, packing.get());
  }

  @Test
  void moreBinsThanAreOfUseAreLeftOut() {
    PackingModel model =
        PackingModel.vectorPacking(new long[] {10}, new long[][] {{3}, {10}}, new long[] {2, 1});
    Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);
    Packing packing = new BinAnnealing(model, 1).cycle(9, budget).orElseThrow();
    assertThat(packing.cost()).isBetween(2L, 3L);
    TightPackings.assertValid(model, packing);
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
}
