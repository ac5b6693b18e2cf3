package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bins that leave hardly any room, completed one by one. */
class BinCompletionTest {
  private static final long STEPS = Long.MAX_VALUE / 2;

  private final Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);

  @Test
  void fourItemsABinThatLeaveThreeThousandthsFindEachOtherAgain() {
    for (int seed = 1; seed <= 3; seed++) {
      PackingModel model = TightPackings.quadruples(9, 3, seed);
      Packing packing = new BinCompletion(model, seed).search(9, STEPS, budget).orElseThrow();
      assertThat(packing.cost()).isEqualTo(9);
      TightPackings.assertValid(model, packing);
    }
  }

  @Test
  void moreBinsThanAreSearchedThroughBeginWithDrawnOnes() {
    PackingModel model = TightPackings.quadruples(12, 20, 1);
    Packing packing = new BinCompletion(model, 1).search(12, STEPS, budget).orElseThrow();
    assertThat(packing.cost()).isEqualTo(12);
    TightPackings.assertValid(model, packing);
  }

  @Test
  void equalItemsShareAClass() {
    PackingModel model =
        PackingModel.vectorPacking(
            new long[] {10, 10}, new long[][] {{7, 3}, {3, 7}, {5, 5}}, new long[] {4, 4, 4});
    Packing packing = new BinCompletion(model, 1).search(6, STEPS, budget).orElseThrow();
    assertThat(packing.cost()).isEqualTo(6);
    TightPackings.assertValid(model, packing);
  }

  @Test
  void fewerBinsThanTheSumsNeedAreNoPacking() {
    PackingModel model = TightPackings.quadruples(9, 3, 1);
    assertThat(new BinCompletion(model, 1).search(8, STEPS, budget)).isEmpty();
  }

  @Test
  void moreRoomIsLeftToOthers() {
    PackingModel model = TightPackings.quadruples(9, 3, 1);
    assertThat(new BinCompletion(model, 1).search(10, STEPS, budget)).isEmpty();
  }

  @Test
  void whatIsSearchedThroughInVainIsNotSearchedAgain() {
    // The sums fit two bins to the last, and no two of the items fit one.
    PackingModel model =
        PackingModel.vectorPacking(new long[] {12}, new long[][] {{8}}, new long[] {3});
    assertThat(new BinCompletion(model, 1).search(2, STEPS, budget)).isEmpty();
    assertThat(budget.exhausted()).isFalse();
  }

  @Test
  void aSearchEndsWithItsSteps() {
    // Four of the items leave one free in each bin, which the sums do not tell.
    PackingModel model =
        PackingModel.vectorPacking(new long[] {25}, new long[][] {{6}}, new long[] {125});
    assertThat(new BinCompletion(model, 1).search(30, 1_000, budget)).isEmpty();
    assertThat(budget.exhausted()).isFalse();
  }
}
