package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs as a greedy packing leaves them: a column holds much of one class and a little of the
 * next, so an error made at one end of a chain grows tenfold with every link.
 */
final class ChainedProgramTest {
  private static final int ROWS = 120;
  private static final int COLUMNS = 500;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void chainsAreSolvedToTheEndAndDualsProveIt(long seed) {
    Random random = new Random(seed);
    double[] need = new double[ROWS];
    Simplex program = new Simplex();
    for (int i = 0; i < ROWS; i++) {
      need[i] = 1 + random.nextInt(400);
      program.addRow(true, need[i]);
    }
    int[] singles = new int[ROWS];
    double[] price = new double[COLUMNS + ROWS];
    int[][] at = new int[price.length][];
    double[][] holds = new double[price.length][];
    for (int c = 0; c < price.length; c++) {
      int links = c < COLUMNS ? 2 + random.nextInt(3) : 1;
      int first = c < COLUMNS ? random.nextInt(ROWS) : c - COLUMNS;
      at[c] = new int[links];
      holds[c] = new double[links];
      for (int k = 0; k < links; k++) {
        at[c][k] = (first + k) % ROWS;
        holds[c][k] = k == 0 && links > 1 ? 20 + random.nextInt(200) : 1 + random.nextInt(3);
        price[c] += holds[c][k] * (0.8 + 0.4 * random.nextDouble());
      }
      price[c] *= links > 1 ? 1e6 : 4e6;
      program.addColumn(price[c], Double.POSITIVE_INFINITY, at[c], holds[c]);
      if (links == 1) {
        singles[first] = c;
      }
    }
    program.fallBackOn(singles);

    assertThat(program.solve(new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false)))
        .isEqualTo(Simplex.Outcome.OPTIMAL);

    double[] met = new double[ROWS];
    double cost = 0;
    double proven = 0;
    for (int c = 0; c < price.length; c++) {
      double worth = 0;
      for (int k = 0; k < at[c].length; k++) {
        met[at[c][k]] += holds[c][k] * program.columnValue(c);
        worth += holds[c][k] * program.dual(at[c][k]);
      }
      cost += price[c] * program.columnValue(c);
      assertThat(worth).as("worth of column %d", c).isLessThanOrEqualTo(price[c] * (1 + 1e-6));
    }
    for (int i = 0; i < ROWS; i++) {
      assertThat(met[i]).as("row %d", i).isGreaterThanOrEqualTo(need[i] * (1 - 1e-6));
      proven += need[i] * program.dual(i);
    }
    assertThat(proven).isBetween(cost * (1 - 1e-6), cost * (1 + 1e-6));
  }
}
