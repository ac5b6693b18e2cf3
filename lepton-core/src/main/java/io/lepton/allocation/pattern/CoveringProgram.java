package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Covering programs {@code min c a, S a >= d, a >= 0}, continuous or in whole numbers. */
public final class CoveringProgram {
  private CoveringProgram() {}

  /** The amounts of the continuous program; empty when it has no answer. Costs are not negative. */
  public static Optional<double[]> continuous(double[] cost, double[][] supply, double[] demand) {
    Simplex program = new Simplex();
    int[] rows = new int[demand.length];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = program.addRow(true, demand[r]);
    }
    for (int i = 0; i < cost.length; i++) {
      double[] entries = new double[rows.length];
      for (int r = 0; r < rows.length; r++) {
        entries[r] = supply[r][i];
      }
      program.addColumn(cost[i], Double.POSITIVE_INFINITY, rows, entries);
    }
    // Costs are not negative, so the start is dual feasible.
    if (program.solve(new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false))
        != Simplex.Outcome.OPTIMAL) {
      return Optional.empty();
    }
    double[] amounts = new double[cost.length];
    for (int i = 0; i < amounts.length; i++) {
      amounts[i] = program.columnValue(i);
    }
    return Optional.of(amounts);
  }

  /** The amounts of the program in whole numbers, by exhaustive search; empty when none fit. */
  public static Optional<long[]> integer(long[] cost, long[][] supply, long[] demand) {
    PackingModel model = model(cost, supply, demand);
    long lattice = 0;
    for (long price : cost) {
      lattice = Divisors.gcd(lattice, price);
    }
    PackingEngine engine =
        new PackingEngine(
            model,
            Math.max(1, lattice),
            0,
            new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false));
    engine.run();
    Packing best = engine.best();
    if (best == null) {
      return Optional.empty();
    }
    long[] amounts = new long[cost.length];
    for (Map.Entry<Pattern, Long> entry : best.bins().entrySet()) {
      amounts[entry.getKey().kind()] += entry.getValue();
    }
    return Optional.of(amounts);
  }

  /** Every offer is a kind of bin with one slot a row, in which one copy supplies what it does. */
  private static PackingModel model(long[] cost, long[][] supply, long[] demand) {
    int rows = demand.length;
    int kinds = cost.length;
    long[][] size = new long[rows][rows];
    for (int r = 0; r < rows; r++) {
      size[r][r] = 1;
    }
    long[][] rate = new long[kinds][rows];
    int[][] lot = new int[kinds][rows];
    int[] site = new int[kinds];
    long[][] capacity = new long[kinds][rows];
    for (int i = 0; i < kinds; i++) {
      site[i] = i;
      Arrays.fill(capacity[i], 1);
      for (int r = 0; r < rows; r++) {
        rate[i][r] = supply[r][i];
      }
    }
    long[] unlimited = new long[kinds];
    Arrays.fill(unlimited, Long.MAX_VALUE);
    long[] caps = new long[rows];
    Arrays.fill(caps, Long.MAX_VALUE);
    return new PackingModel(
        size,
        demand.clone(),
        rate,
        new long[kinds][],
        lot,
        caps,
        new int[rows][1],
        new double[rows][1],
        cost.clone(),
        capacity,
        site,
        unlimited,
        new long[kinds][],
        0,
        new long[0],
        new int[kinds][0],
        new long[kinds][0]);
  }
}
