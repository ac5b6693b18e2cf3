package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of a packing that leaves hardly any room. */
class BinCoverTest {
  private final Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);

  @Test
  void fourItemsABinThatLeaveThreeThousandthsFindEachOtherAgain() {
    for (int seed = 1; seed <= 5; seed++) {
      PackingModel model = TightPackings.quadruples(9, 3, seed);
      Residual partial = new Residual(model);
      assertThat(new BinCover(model).complete(partial, 9, budget))
          .isEqualTo(BinCover.Outcome.PACKED);
      assertThat(partial.packing().cost()).isEqualTo(9);
      TightPackings.assertValid(model, partial.packing());
    }
  }

  @Test
  void binsThatAreThereStay() {
    PackingModel model =
        PackingModel.vectorPacking(
            new long[] {10, 10}, new long[][] {{7, 3}, {3, 7}, {5, 5}}, new long[] {4, 4, 4});
    Pattern first = Pattern.of(0, new long[] {1, 1, 0});
    Residual partial = new Residual(model);
    partial.add(first, 2);
    assertThat(new BinCover(model).complete(partial, 4, budget)).isEqualTo(BinCover.Outcome.PACKED);
    assertThat(partial.bins.get(first)).isGreaterThanOrEqualTo(2);
    TightPackings.assertValid(model, partial.packing());
  }

  @Test
  void moreThanSixtyFourItemsArePackedAsWell() {
    PackingModel model = TightPackings.quadruples(20, 1, 7);
    Residual partial = new Residual(model);
    assertThat(new BinCover(model).complete(partial, 20, budget))
        .isEqualTo(BinCover.Outcome.PACKED);
    TightPackings.assertValid(model, partial.packing());
  }

  @Test
  void whatDoesNotFitIsShownToBeImpossible() {
    // Sums fit two bins to the last, and no two of the items fit one.
    PackingModel model =
        PackingModel.vectorPacking(new long[] {12}, new long[][] {{8}}, new long[] {3});
    Residual partial = new Residual(model);
    assertThat(new BinCover(model).complete(partial, 2, budget))
        .isEqualTo(BinCover.Outcome.IMPOSSIBLE);
    assertThat(new BinCover(model).complete(partial, 1, budget))
        .isEqualTo(BinCover.Outcome.IMPOSSIBLE);
    assertThat(partial.binsCost()).isZero();
  }

  @Test
  void tooMuchRoomIsGivenUp() {
    PackingModel model = TightPackings.quadruples(30, 10, 1);
    assertThat(new BinCover(model).complete(new Residual(model), 40, budget))
        .isEqualTo(BinCover.Outcome.GIVEN_UP);
  }

  @Test
  void withoutTimeNothingIsClaimed() {
    PackingModel model = TightPackings.quadruples(9, 3, 1);
    assertThat(new BinCover(model).complete(new Residual(model), 9, new Budget(0, () -> true)))
        .isEqualTo(BinCover.Outcome.GIVEN_UP);
  }

  @Test
  void moreItemsThanItsBitsAreLeftToOthers() {
    long[][] one = {{1}};
    long most = BinCover.MOST_ITEMS;
    assertThat(
            BinCover.suits(
                new Residual(PackingModel.vectorPacking(new long[] {9}, one, new long[] {most}))))
        .isTrue();
    assertThat(
            BinCover.suits(
                new Residual(
                    PackingModel.vectorPacking(new long[] {9}, one, new long[] {most + 1}))))
        .isFalse();
  }
}
