package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Covering programs whose right sides change. */
class SimplexTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 400;

  private final Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);

  @Test
  void theDualMethodKeepsEveryColumnPricedOut() {
    for (int seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Simplex program = covering(random);
      assertThat(program.dual(budget)).isEqualTo(Simplex.Outcome.OPTIMAL);
      assertPricedOut(program);
      for (int row = 0; row < ROWS; row++) {
        program.changeSide(row, random.nextInt(3));
      }
      assertThat(program.dual(budget)).isEqualTo(Simplex.Outcome.OPTIMAL);
      assertPricedOut(program);
    }
  }

  @Test
  void changedSidesAreSolvedAsIfTheyHadAlwaysBeenSo() {
    for (int seed = 1; seed <= 20; seed++) {
      Simplex changed = covering(new Random(seed));
      Simplex fresh = covering(new Random(seed));
      changed.dual(budget);
      for (int row = 0; row < ROWS; row += 3) {
        changed.changeSide(row, 0);
        fresh.changeSide(row, 0);
      }
      assertThat(changed.dual(budget)).isEqualTo(Simplex.Outcome.OPTIMAL);
      assertThat(fresh.dual(budget)).isEqualTo(Simplex.Outcome.OPTIMAL);
      assertThat(changed.objective()).isCloseTo(fresh.objective(), within(1e-6));
    }
  }

  private static void assertPricedOut(Simplex program) {
    for (int column = 0; column < COLUMNS; column++) {
      assertThat(program.reducedCost(column)).isGreaterThan(-1e-6);
    }
  }

  /** Every column costs 1 and covers four rows; each row is wanted once. */
  private static Simplex covering(Random random) {
    Simplex program = new Simplex();
    for (int row = 0; row < ROWS; row++) {
      program.addRow(true, 1);
    }
    double[] ones = {1, 1, 1, 1};
    for (int column = 0; column < COLUMNS; column++) {
      int[] rows = random.ints(0, ROWS).distinct().limit(ones.length).sorted().toArray();
      program.addColumn(1, Double.POSITIVE_INFINITY, rows, ones);
    }
    return program;
  }
}
