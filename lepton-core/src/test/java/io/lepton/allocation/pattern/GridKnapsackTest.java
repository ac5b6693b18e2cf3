package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GridKnapsackTest {
  private static final int ITEMS = 4;
  private static final Budget ENDLESS =
      new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false);
  private static final Budget OVER = new Budget(System.nanoTime(), () -> false);

  @Property(tries = 300)
  void aTableKnowsTheBestFillingOfEveryBinInside(
      @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
      @ForAll @IntRange(min = 1, max = 3) int dims) {
    Random random = new Random(seed);
    long[][] size = new long[ITEMS][];
    Arrays.setAll(size, j -> size(random, dims));
    double[] value = random.ints(ITEMS, 1, 1_000).asDoubleStream().toArray();
    GridKnapsack grid = grid(size);
    // Twice, for tables are reused.
    for (int round = 0; round < 2; round++) {
      long[] outer = random.longs(dims, 0, 30).toArray();
      grid.clear();
      for (int j = 0; j < ITEMS; j++) {
        grid.add(value[j], size[j], j);
      }
      grid.solve(outer);
      long[] inner = Arrays.stream(outer).map(most -> random.nextLong(most + 1)).toArray();
      assertThat(grid.holds(inner)).isTrue();
      long[] copies = new long[ITEMS];
      double best = grid.best(inner, copies);
      assertThat(best).isEqualTo(best(size, value, 0, inner));
      double worth = 0;
      long[] rest = inner.clone();
      for (int j = 0; j < ITEMS; j++) {
        worth += copies[j] * value[j];
        for (int d = 0; d < dims; d++) {
          rest[d] -= copies[j] * size[j][d];
        }
      }
      assertThat(worth).isEqualTo(best);
      assertThat(Arrays.stream(rest).min().orElse(0)).isNotNegative();
    }
  }

  @Property(tries = 500)
  void aTableOfFullFillingsKnowsTheBestOfThoseWorthMoreThanAPrice(
      @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
      @ForAll @IntRange(min = 1, max = 3) int dims) {
    Random random = new Random(seed);
    long[][] size = new long[ITEMS][];
    Arrays.setAll(size, j -> size(random, dims));
    double[] value = random.ints(ITEMS, 1, 1_000).asDoubleStream().toArray();
    long[] capacity = random.longs(dims, 0, 30).toArray();
    Knapsack knapsack = new Knapsack(dims);
    for (int j = 0; j < ITEMS; j++) {
      knapsack.add(value[j], size[j], (int) Sizes.copies(size[j], capacity, 50), j);
    }
    double[] multipliers = knapsack.relaxedMultipliers(capacity).clone();
    double best = best(size, value, 0, capacity);
    for (double part : new double[] {0, 0.5, 0.9, 0.99, 1}) {
      GridKnapsack grid = grid(size);
      double above = part * best - 1e-6;
      double slack = knapsack.quickBound(capacity, multipliers) - above;
      double[] waste = knapsack.tighten(multipliers, slack, grid);
      assertThat(grid.solveFull(capacity, waste, ENDLESS)).isTrue();
      assertThat(grid.most(capacity)).isEqualTo(best);
      assertThat(grid.best(capacity, new long[ITEMS])).isEqualTo(best);
      double with = 0;
      for (int item = 0; item < grid.items(); item++) {
        with = Math.max(with, grid.bestWith(item, capacity, new long[ITEMS]));
      }
      assertThat(with).isEqualTo(best);
      assertThat(grid.solveFull(capacity, waste, OVER)).isFalse();
    }
  }

  private static long[] size(Random random, int dims) {
    long[] size = random.longs(dims, 0, 8).toArray();
    size[random.nextInt(dims)] += 2;
    return size;
  }

  private static GridKnapsack grid(long[][] size) {
    long[] need = new long[ITEMS];
    Arrays.fill(need, 50);
    long[] capacity = new long[size[0].length];
    Arrays.fill(capacity, 40);
    return new GridKnapsack(new CellGrid(PackingModel.vectorPacking(capacity, size, need)));
  }

  /** By trying everything. */
  private static double best(long[][] size, double[] value, int from, long[] room) {
    if (from == ITEMS) {
      return 0;
    }
    double best = 0;
    long[] rest = room.clone();
    for (int copies = 0; Arrays.stream(rest).allMatch(left -> left >= 0); copies++) {
      best = Math.max(best, copies * value[from] + best(size, value, from + 1, rest));
      for (int d = 0; d < rest.length; d++) {
        rest[d] -= size[from][d];
      }
    }
    return best;
  }
}
