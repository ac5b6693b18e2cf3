package io.lepton.allocation.pattern;

/**
 * Values of the master's rows, rounded down to a grid of a power of two. Products with whole
 * numbers and their sums are then exact in a double, and a bound that is computed from them is
 * safe: any values of the right signs give one.
 */
final class Duals {
  private final double[] rows;
  private final double grid;

  Duals(double[] exact, double grid) {
    this.grid = grid;
    this.rows = new double[exact.length];
    for (int i = 0; i < exact.length; i++) {
      rows[i] = Math.floor(exact[i] / grid) * grid;
    }
  }

  /** The value of a row; rows younger than these duals are worth nothing. */
  double row(int row) {
    return row < rows.length ? rows[row] : 0;
  }

  /** These duals divided by something. */
  Duals dividedBy(double shrink) {
    double[] scaled = rows.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= shrink;
    }
    return new Duals(scaled, grid);
  }

  /** A point between these and others. */
  Duals towards(Duals others, double share) {
    double[] mixed = new double[Math.max(rows.length, others.rows.length)];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (1 - share) * row(i) + share * others.row(i);
    }
    return new Duals(mixed, grid);
  }
}
