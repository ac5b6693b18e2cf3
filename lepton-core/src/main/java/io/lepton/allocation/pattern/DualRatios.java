package io.lepton.allocation.pattern;

/**
 * The ratio test of the dual simplex method: which variable enters so that no reduced cost gets the
 * wrong sign, by no more than a tolerance (Harris 1973). It carries the reduced costs of all
 * columns along. Not thread safe.
 */
final class DualRatios {
  /** Entries below it are no pivots. */
  private static final double PIVOT = 1e-8;

  private final LinearProgram program;
  private final Basis basis;
  private double[] reducedCosts = new double[0];

  /** What the row of the last test holds, by column; 0 in the basis. */
  private double[] entries = new double[0];

  DualRatios(LinearProgram program, Basis basis) {
    this.program = program;
    this.basis = basis;
  }

  double reducedCost(int column) {
    return reducedCosts[column];
  }

  /** Computes all reduced costs. */
  void price(double[] dual) {
    if (reducedCosts.length < program.columns) {
      reducedCosts = new double[program.columns + program.columns / 4];
      entries = new double[reducedCosts.length];
    }
    for (int j = 0; j < program.columns; j++) {
      reducedCosts[j] = basis.columnPlace[j] >= 0 ? 0 : program.cost[j] - program.product(j, dual);
    }
  }

  /**
   * The variable that enters, or {@link Integer#MIN_VALUE} where none can: of all whose reduced
   * costs would turn by no more than a tolerance, the one with the largest pivot.
   *
   * @param line the leaving variable's row of the basis' inverse
   * @param below whether it is below its lower bound
   */
  int entering(double[] line, double[] dual, boolean below) {
    // Below its bound the leaving variable must grow, so the pivot entry's sign is turned.
    double sign = below ? -1 : 1;
    double most = most(line, dual, sign);
    int entering = Integer.MIN_VALUE;
    double largest = PIVOT;
    for (int j = 0; j < program.columns; j++) {
      double size = basis.atUpper[j] ? -sign * entries[j] : sign * entries[j];
      if (size > largest && room(j) <= most * size) {
        largest = size;
        entering = j;
      }
    }
    for (int i = 0; i < program.rows; i++) {
      double size = program.atLeast[i] ? -sign * line[i] : sign * line[i];
      if (size > largest && basis.logicalPlace[i] < 0 && roomOfLogical(i, dual) <= most * size) {
        largest = size;
        entering = -1 - i;
      }
    }
    return entering;
  }

  /** How far the duals may go until some reduced cost would turn by its tolerance. */
  private double most(double[] line, double[] dual, double sign) {
    double most = Double.POSITIVE_INFINITY;
    for (int j = 0; j < program.columns; j++) {
      if (basis.columnPlace[j] >= 0 || program.upper[j] <= 0) {
        entries[j] = 0;
        continue;
      }
      double entry = program.product(j, line);
      entries[j] = entry;
      double size = basis.atUpper[j] ? -sign * entry : sign * entry;
      if (size > PIVOT) {
        double tolerance = Simplex.TOLERANCE * (1 + Math.abs(program.cost[j]));
        most = Math.min(most, (room(j) + tolerance) / size);
      }
    }
    for (int i = 0; i < program.rows; i++) {
      double size = program.atLeast[i] ? -sign * line[i] : sign * line[i];
      if (size > PIVOT && basis.logicalPlace[i] < 0) {
        double tolerance = Simplex.TOLERANCE * (1 + Math.abs(dual[i]));
        most = Math.min(most, (roomOfLogical(i, dual) + tolerance) / size);
      }
    }
    return most;
  }

  /** What a column's reduced cost may lose before it has the wrong sign, from 0. */
  private double room(int column) {
    double reduced = reducedCosts[column];
    return Math.max(0, basis.atUpper[column] ? -reduced : reduced);
  }

  private double roomOfLogical(int row, double[] dual) {
    return Math.max(0, program.atLeast[row] ? dual[row] : -dual[row]);
  }

  /**
   * Follows the exchange that the last test chose, before the basis does.
   *
   * @param ratio the entering variable's reduced cost for each unit of its pivot
   */
  void follow(int leaving, double ratio) {
    if (ratio != 0) {
      for (int j = 0; j < program.columns; j++) {
        reducedCosts[j] -= ratio * entries[j];
      }
    }
    if (basis.members[leaving] >= 0) {
      // It was in the basis when entries were computed, and has none of its own.
      reducedCosts[basis.members[leaving]] = -ratio;
    }
  }
}
