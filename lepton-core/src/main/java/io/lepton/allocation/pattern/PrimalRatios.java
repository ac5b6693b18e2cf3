package io.lepton.allocation.pattern;

/**
 * The ratio test of the primal simplex method: which variable leaves so that none passes its bounds
 * by more than a tolerance. Not thread safe.
 */
final class PrimalRatios {
  /** Entries below it are no pivots. */
  private static final double PIVOT = 1e-8;

  /** Variables of the basis may pass their bounds by so much. */
  private static final double HARRIS = 1e-9;

  private final LinearProgram program;
  private final Basis basis;

  PrimalRatios(LinearProgram program, Basis basis) {
    this.program = program;
    this.basis = basis;
  }

  /**
   * The place whose variable leaves, or -1 where the entering one reaches its own bound first: of
   * all that would pass their bounds by no more than a tolerance, the one with the largest pivot
   * (Harris 1973).
   *
   * @param value of the variable at each place
   * @param work the entering column as the basis sees it
   * @param sign 1 where the entering variable grows, -1 where it falls
   * @param range how far it is from its own other bound
   */
  int leaving(double[] value, double[] work, double sign, double range) {
    double most = range;
    for (int i = 0; i < program.rows; i++) {
      double rate = sign * work[i];
      if (rate > PIVOT || rate < -PIVOT) {
        double bound = bound(i, rate);
        double past = HARRIS * (1 + Math.abs(bound));
        most = Math.min(most, (value[i] - bound + (rate > 0 ? past : -past)) / rate);
      }
    }
    int leaving = -1;
    double largest = 0;
    for (int i = 0; i < program.rows; i++) {
      double rate = sign * work[i];
      if (Math.abs(rate) > Math.max(PIVOT, largest) && step(i, value, rate) <= most) {
        largest = Math.abs(rate);
        leaving = i;
      }
    }
    return leaving >= 0 && step(leaving, value, sign * work[leaving]) < range ? leaving : -1;
  }

  /** How far the entering variable goes until the one at a place reaches its bound. */
  double step(int place, double[] value, double rate) {
    return Math.max(0, (value[place] - bound(place, rate)) / rate);
  }

  private double bound(int place, double rate) {
    return rate > 0 ? basis.lower(basis.members[place]) : basis.upper(basis.members[place]);
  }
}
