package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Dives of the relaxation. */
class DiveTest {
  private final Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);

  @Test
  void eightyItemsThatLeaveAHundredthOfABinFindEachOtherAgain() {
    int bins = 20;
    for (long waste : new long[] {2, 10}) {
      PackingModel model = TightPackings.quadruples(bins, waste, 1);
      ColumnGeneration relaxation = new ColumnGeneration(new Master(model), 1);
      relaxation.begin(budget);
      relaxation.run(1, 200_000, budget);
      Dive dive = new Dive(relaxation, UnitValues.bySize(model));
      Random random = new Random(1);
      Optional<Packing> packing = Optional.empty();
      while (packing.isEmpty() && !budget.exhausted()) {
        packing = dive.run(bins + 1, 0.3, random, budget);
      }
      assertThat(packing).isPresent();
      assertThat(packing.get().cost()).isEqualTo(bins);
      TightPackings.assertValid(model, packing.get());
    }
  }

  @Test
  void aDiveForFewerBinsThanTheSumsNeedFindsNothing() {
    PackingModel model = TightPackings.quadruples(9, 3, 1);
    ColumnGeneration relaxation = new ColumnGeneration(new Master(model), 1);
    relaxation.begin(budget);
    Dive dive = new Dive(relaxation, UnitValues.bySize(model));
    assertThat(dive.run(9, 0, new Random(1), budget)).isEmpty();
  }

  @Test
  void whatIsLeftGoesIntoASmallBinWherePartOfALargeOneLooksCheaper() {
    PackingModel model = TwoKinds.model(52, 100);
    ColumnGeneration relaxation = new ColumnGeneration(new Master(model), 1);
    relaxation.run(1, 1_000, budget);
    assertThat(relaxation.value()).isCloseTo(104, within(1e-9));
    Dive dive = new Dive(relaxation, UnitValues.bySize(model));
    Optional<Packing> packing = dive.run(Long.MAX_VALUE, 0, new Random(1), budget);
    assertThat(packing.map(Packing::cost)).contains(105L);
    // Afterwards the relaxation stands as it did.
    assertThat(relaxation.master.solve(budget)).isEqualTo(Simplex.Outcome.OPTIMAL);
    assertThat(relaxation.master.lp.objective()).isCloseTo(104, within(1e-9));
  }
}
