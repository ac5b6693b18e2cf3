package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * Linear programs {@code min c x, A x >= or <= b, 0 <= x <= u} by the revised simplex method with
 * bounded variables and an explicit inverse of the basis (Dantzig 1963; Maros, Computational
 * Techniques of the Simplex Method, 2003). Columns and rows may be added between solves; the primal
 * method continues after new columns, the dual method after new rows, right sides or bounds.
 *
 * <p>Row {@code i} has a logical variable {@code z_i = b_i - a_i x}, which is at most 0 for {@code
 * >=} and at least 0 for {@code <=}. Variables are numbered: a column by its index from 0, a
 * logical by {@code -1 - row}. Not thread safe.
 */
final class Simplex {
  static final double TOLERANCE = 1e-9;
  private static final double PIVOT = 1e-8;
  private static final double INFEASIBLE = 1e-8;

  /** How a solve ended. */
  enum Outcome {
    OPTIMAL,
    INFEASIBLE,
    STOPPED
  }

  int rows;
  int columns;
  private double[] side = new double[16];
  private boolean[] atLeast = new boolean[16];
  private int[][] columnRows = new int[64][];
  private double[][] columnValues = new double[64][];
  private double[] cost = new double[64];
  private double[] upper = new double[64];
  private boolean[] atUpper = new boolean[64];

  /** Position in the basis, or -1. */
  private int[] columnPlace = new int[64];

  private int[] logicalPlace = new int[16];

  private int[] basis = new int[16];
  private double[][] inverse = new double[16][];
  private double[] value = new double[16];
  private double[] dual = new double[16];
  private double[] work = new double[16];
  private int pivotsSinceRebuild;
  long pivots;

  /** Adds a row without columns; its logical enters the basis. */
  int addRow(boolean greaterOrEqual, double rightSide) {
    return addRow(greaterOrEqual, rightSide, new int[0], new double[0]);
  }

  /** Adds a row with entries in columns that are there already. */
  int addRow(boolean greaterOrEqual, double rightSide, int[] inColumns, double[] entries) {
    int row = rows++;
    if (row == side.length) {
      int size = row * 2;
      side = Arrays.copyOf(side, size);
      atLeast = Arrays.copyOf(atLeast, size);
      logicalPlace = Arrays.copyOf(logicalPlace, size);
      basis = Arrays.copyOf(basis, size);
      inverse = Arrays.copyOf(inverse, size);
      value = Arrays.copyOf(value, size);
      dual = Arrays.copyOf(dual, size);
      work = new double[size];
    }
    side[row] = rightSide;
    atLeast[row] = greaterOrEqual;
    for (int i = 0; i < row; i++) {
      if (inverse[i].length < rows) {
        inverse[i] = Arrays.copyOf(inverse[i], side.length);
      }
      inverse[i][row] = 0;
    }
    double[] fresh = new double[side.length];
    double activity = 0;
    for (int k = 0; k < inColumns.length; k++) {
      int column = inColumns[k];
      int length = columnRows[column].length;
      columnRows[column] = Arrays.copyOf(columnRows[column], length + 1);
      columnValues[column] = Arrays.copyOf(columnValues[column], length + 1);
      columnRows[column][length] = row;
      columnValues[column][length] = entries[k];
      int place = columnPlace[column];
      if (place >= 0) {
        activity += entries[k] * value[place];
        double[] source = inverse[place];
        for (int i = 0; i < row; i++) {
          fresh[i] -= entries[k] * source[i];
        }
      } else if (atUpper[column]) {
        activity += entries[k] * upper[column];
      }
    }
    fresh[row] = 1;
    inverse[row] = fresh;
    basis[row] = -1 - row;
    logicalPlace[row] = row;
    value[row] = rightSide - activity;
    dual[row] = 0;
    return row;
  }

  /** Adds a column at its lower bound 0. */
  int addColumn(double price, double upperBound, int[] inRows, double[] entries) {
    int column = columns++;
    if (column == cost.length) {
      int size = column * 2;
      columnRows = Arrays.copyOf(columnRows, size);
      columnValues = Arrays.copyOf(columnValues, size);
      cost = Arrays.copyOf(cost, size);
      upper = Arrays.copyOf(upper, size);
      atUpper = Arrays.copyOf(atUpper, size);
      columnPlace = Arrays.copyOf(columnPlace, size);
    }
    columnRows[column] = inRows;
    columnValues[column] = entries;
    cost[column] = price;
    upper[column] = upperBound;
    atUpper[column] = false;
    columnPlace[column] = -1;
    return column;
  }

  void changeSide(int row, double rightSide) {
    double difference = rightSide - side[row];
    if (difference != 0) {
      side[row] = rightSide;
      for (int i = 0; i < rows; i++) {
        value[i] += difference * inverse[i][row];
      }
    }
  }

  double side(int row) {
    return side[row];
  }

  /** Changes a column's upper bound; a nonbasic one at its bound moves with it. */
  void changeUpper(int column, double bound) {
    boolean moved = atUpper[column] && columnPlace[column] < 0;
    double before = upper[column];
    upper[column] = bound;
    if (moved) {
      if (Double.isInfinite(bound)) {
        throw new IllegalArgumentException("a column at its bound cannot lose it");
      }
      shift(column, bound - before);
    }
  }

  /** Lets go of a bound: a nonbasic column at it returns to 0. */
  void release(int column) {
    if (atUpper[column] && columnPlace[column] < 0) {
      shift(column, -upper[column]);
      atUpper[column] = false;
    }
    upper[column] = Double.POSITIVE_INFINITY;
  }

  void changeCost(int column, double price) {
    double difference = price - cost[column];
    cost[column] = price;
    int place = columnPlace[column];
    if (place >= 0 && difference != 0) {
      for (int i = 0; i < rows; i++) {
        dual[i] += difference * inverse[place][i];
      }
    }
  }

  private void shift(int column, double by) {
    if (by != 0) {
      direction(column);
      for (int i = 0; i < rows; i++) {
        value[i] -= by * work[i];
      }
    }
  }

  double columnValue(int column) {
    int place = columnPlace[column];
    if (place >= 0) {
      return Math.max(0, value[place]);
    }
    return atUpper[column] ? upper[column] : 0;
  }

  boolean basic(int column) {
    return columnPlace[column] >= 0;
  }

  /** The dual value of a row: at least 0 for {@code >=}, at most 0 for {@code <=}. */
  double dual(int row) {
    return atLeast[row] ? Math.max(0, dual[row]) : Math.min(0, dual[row]);
  }

  double reducedCost(int column) {
    double reduced = cost[column];
    int[] at = columnRows[column];
    double[] entries = columnValues[column];
    for (int k = 0; k < at.length; k++) {
      reduced -= dual[at[k]] * entries[k];
    }
    return reduced;
  }

  double objective() {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      if (basis[i] >= 0) {
        sum += cost[basis[i]] * value[i];
      }
    }
    for (int j = 0; j < columns; j++) {
      if (atUpper[j] && columnPlace[j] < 0) {
        sum += cost[j] * upper[j];
      }
    }
    return sum;
  }

  /** Improves a primal feasible basis until no column prices out. */
  Outcome primal(Budget budget) {
    int stalled = 0;
    while (true) {
      if (pivotsSinceRebuild > 100 + rows) {
        rebuild();
      }
      if ((pivots & 15) == 0 && budget.exhausted()) {
        return Outcome.STOPPED;
      }
      int entering = Integer.MIN_VALUE;
      double best = 0;
      // After long stalling the first candidate is taken, which breaks most cycles (Bland).
      boolean first = stalled > 200 + 2 * rows;
      for (int j = 0; j < columns && !(first && entering != Integer.MIN_VALUE); j++) {
        if (columnPlace[j] >= 0 || upper[j] <= 0) {
          continue;
        }
        double reduced = reducedCost(j);
        double gain = atUpper[j] ? reduced : -reduced;
        if (gain > best && gain > TOLERANCE * (1 + Math.abs(cost[j]))) {
          best = gain;
          entering = j;
        }
      }
      for (int i = 0; i < rows && !(first && entering != Integer.MIN_VALUE); i++) {
        if (logicalPlace[i] < 0) {
          double gain = atLeast[i] ? -dual[i] : dual[i];
          if (gain > best && gain > TOLERANCE) {
            best = gain;
            entering = -1 - i;
          }
        }
      }
      if (entering == Integer.MIN_VALUE) {
        return Outcome.OPTIMAL;
      }
      double before = best;
      if (!primalStep(entering)) {
        return Outcome.STOPPED;
      }
      stalled = lastStep * before > 1e-12 ? 0 : stalled + 1;
      if (stalled > 2000 + 20 * rows) {
        return Outcome.STOPPED;
      }
    }
  }

  private double lastStep;

  /** Moves along one edge; false when the edge has no end or no safe pivot. */
  private boolean primalStep(int entering) {
    direction(entering);
    // The entering variable grows from its lower bound or falls from its upper one.
    boolean falls = entering >= 0 ? atUpper[entering] : atLeast[-1 - entering];
    double sign = falls ? -1 : 1;
    double range = entering >= 0 ? upper[entering] : Double.POSITIVE_INFINITY;
    double limit = range;
    int leaving = -1;
    boolean leavesAtUpper = false;
    for (int i = 0; i < rows; i++) {
      double rate = sign * work[i];
      if (rate > PIVOT) {
        double low = lower(basis[i]);
        if (low == Double.NEGATIVE_INFINITY) {
          continue;
        }
        double step = Math.max(0, (value[i] - low) / rate);
        if (step < limit - 1e-11
            || (leaving >= 0 && step <= limit + 1e-11 && rate > Math.abs(work[leaving]))) {
          limit = Math.min(limit, step);
          leaving = i;
          leavesAtUpper = false;
        }
      } else if (rate < -PIVOT) {
        double high = upper(basis[i]);
        if (high == Double.POSITIVE_INFINITY) {
          continue;
        }
        double step = Math.max(0, (value[i] - high) / rate);
        if (step < limit - 1e-11
            || (leaving >= 0 && step <= limit + 1e-11 && -rate > Math.abs(work[leaving]))) {
          limit = Math.min(limit, step);
          leaving = i;
          leavesAtUpper = true;
        }
      }
    }
    if (Double.isInfinite(limit)) {
      return false;
    }
    lastStep = limit;
    pivots++;
    for (int i = 0; i < rows; i++) {
      value[i] -= sign * limit * work[i];
    }
    if (leaving < 0) {
      atUpper[entering] = !atUpper[entering];
      return true;
    }
    double start = entering >= 0 && atUpper[entering] ? upper[entering] : 0;
    exchange(leaving, entering, start + sign * limit, leavesAtUpper);
    return true;
  }

  /** Restores primal feasibility of a dual feasible basis. */
  Outcome dual(Budget budget) {
    int steps = 0;
    while (true) {
      if (pivotsSinceRebuild > 100 + rows) {
        rebuild();
      }
      if ((pivots & 15) == 0 && budget.exhausted()) {
        return Outcome.STOPPED;
      }
      int leaving = -1;
      double worst = 0;
      boolean below = false;
      for (int i = 0; i < rows; i++) {
        double under = lower(basis[i]) - value[i];
        double over = value[i] - upper(basis[i]);
        if (under > worst && under > INFEASIBLE * (1 + Math.abs(value[i]))) {
          worst = under;
          leaving = i;
          below = true;
        }
        if (over > worst && over > INFEASIBLE * (1 + Math.abs(value[i]))) {
          worst = over;
          leaving = i;
          below = false;
        }
      }
      if (leaving < 0) {
        return Outcome.OPTIMAL;
      }
      if (++steps > 5000 + 50 * rows) {
        return Outcome.STOPPED;
      }
      int entering = dualEntering(leaving, below);
      if (entering == Integer.MIN_VALUE) {
        return Outcome.INFEASIBLE;
      }
      direction(entering);
      double bound = below ? lower(basis[leaving]) : upper(basis[leaving]);
      if (Math.abs(work[leaving]) < PIVOT) {
        if (pivotsSinceRebuild == 0) {
          return Outcome.STOPPED;
        }
        rebuild();
        continue;
      }
      double step = (value[leaving] - bound) / work[leaving];
      pivots++;
      for (int i = 0; i < rows; i++) {
        value[i] -= step * work[i];
      }
      double start = entering >= 0 && atUpper[entering] ? upper[entering] : 0;
      exchange(leaving, entering, start + step, !below);
    }
  }

  private int dualEntering(int leaving, boolean below) {
    double[] pivotRow = inverse[leaving];
    // Below its bound the leaving variable must grow, so the pivot entry's sign is turned.
    double sign = below ? -1 : 1;
    int entering = Integer.MIN_VALUE;
    double bestRatio = Double.POSITIVE_INFINITY;
    double bestSize = 0;
    for (int j = 0; j < columns; j++) {
      if (columnPlace[j] >= 0 || upper[j] <= 0) {
        continue;
      }
      double entry = 0;
      double reduced = cost[j];
      int[] at = columnRows[j];
      double[] entries = columnValues[j];
      for (int k = 0; k < at.length; k++) {
        entry += pivotRow[at[k]] * entries[k];
        reduced -= dual[at[k]] * entries[k];
      }
      entry *= sign;
      if (atUpper[j] ? entry < -PIVOT : entry > PIVOT) {
        double ratio = Math.max(0, atUpper[j] ? -reduced : reduced) / Math.abs(entry);
        if (ratio < bestRatio - 1e-12
            || (ratio <= bestRatio + 1e-12 && Math.abs(entry) > bestSize)) {
          bestRatio = ratio;
          bestSize = Math.abs(entry);
          entering = j;
        }
      }
    }
    for (int i = 0; i < rows; i++) {
      if (logicalPlace[i] < 0) {
        double entry = sign * pivotRow[i];
        if (atLeast[i] ? entry < -PIVOT : entry > PIVOT) {
          double ratio = Math.max(0, atLeast[i] ? dual[i] : -dual[i]) / Math.abs(entry);
          if (ratio < bestRatio - 1e-12
              || (ratio <= bestRatio + 1e-12 && Math.abs(entry) > bestSize)) {
            bestRatio = ratio;
            bestSize = Math.abs(entry);
            entering = -1 - i;
          }
        }
      }
    }
    return entering;
  }

  /** Fills {@link #work} with the basis' view of a variable's column. */
  private void direction(int variable) {
    if (variable < 0) {
      int row = -1 - variable;
      for (int i = 0; i < rows; i++) {
        work[i] = inverse[i][row];
      }
      return;
    }
    int[] at = columnRows[variable];
    double[] entries = columnValues[variable];
    for (int i = 0; i < rows; i++) {
      double[] line = inverse[i];
      double sum = 0;
      for (int k = 0; k < at.length; k++) {
        sum += line[at[k]] * entries[k];
      }
      work[i] = sum;
    }
  }

  /** Swaps one variable of the basis; {@link #work} holds the entering direction. */
  private void exchange(int leaving, int entering, double enteringValue, boolean leavesAtUpper) {
    double reduced = entering >= 0 ? reducedCost(entering) : -dual[-1 - entering];
    double pivot = work[leaving];
    double[] pivotRow = inverse[leaving];
    double ratio = reduced / pivot;
    int m = rows;
    for (int k = 0; k < m; k++) {
      dual[k] += ratio * pivotRow[k];
    }
    double scale = 1 / pivot;
    for (int k = 0; k < m; k++) {
      pivotRow[k] *= scale;
    }
    for (int i = 0; i < m; i++) {
      double factor = work[i];
      if (i != leaving && (factor > 1e-14 || factor < -1e-14)) {
        double[] line = inverse[i];
        for (int k = 0; k < m; k++) {
          line[k] -= factor * pivotRow[k];
        }
      }
    }
    int gone = basis[leaving];
    if (gone >= 0) {
      columnPlace[gone] = -1;
      atUpper[gone] = leavesAtUpper;
    } else {
      logicalPlace[-1 - gone] = -1;
    }
    basis[leaving] = entering;
    value[leaving] = enteringValue;
    if (entering >= 0) {
      columnPlace[entering] = leaving;
      atUpper[entering] = false;
    } else {
      logicalPlace[-1 - entering] = leaving;
    }
    pivotsSinceRebuild++;
  }

  private double lower(int variable) {
    return variable >= 0 || !atLeast[-1 - variable] ? 0 : Double.NEGATIVE_INFINITY;
  }

  private double upper(int variable) {
    if (variable >= 0) {
      return upper[variable];
    }
    return atLeast[-1 - variable] ? 0 : Double.POSITIVE_INFINITY;
  }

  /** Computes the inverse, values and duals afresh from the basis (Gauss-Jordan). */
  void rebuild() {
    pivotsSinceRebuild = 0;
    int m = rows;
    int[] members = Arrays.copyOf(basis, m);
    boolean[] taken = new boolean[m];
    for (int i = 0; i < m; i++) {
      Arrays.fill(inverse[i], 0, m, 0);
      inverse[i][i] = 1;
      logicalPlace[i] = -1;
    }
    // Logicals keep their own row, so the inverse starts as the identity for them.
    Arrays.fill(basis, 0, m, Integer.MIN_VALUE);
    for (int member : members) {
      if (member < 0) {
        int row = -1 - member;
        taken[row] = true;
        basis[row] = member;
        logicalPlace[row] = row;
      }
    }
    for (int member : members) {
      if (member < 0) {
        continue;
      }
      direction(member);
      int best = -1;
      for (int i = 0; i < m; i++) {
        if (!taken[i] && (best < 0 || Math.abs(work[i]) > Math.abs(work[best]))) {
          best = i;
        }
      }
      if (best < 0 || Math.abs(work[best]) < 1e-10) {
        columnPlace[member] = -1;
        atUpper[member] = false;
        continue;
      }
      taken[best] = true;
      basis[best] = member;
      columnPlace[member] = best;
      double[] pivotRow = inverse[best];
      double scale = 1 / work[best];
      for (int k = 0; k < m; k++) {
        pivotRow[k] *= scale;
      }
      for (int i = 0; i < m; i++) {
        double factor = work[i];
        if (i != best && factor != 0) {
          double[] line = inverse[i];
          for (int k = 0; k < m; k++) {
            line[k] -= factor * pivotRow[k];
          }
        }
      }
    }
    for (int i = 0; i < m; i++) {
      if (basis[i] == Integer.MIN_VALUE) {
        basis[i] = -1 - i;
        logicalPlace[i] = i;
      }
    }
    recompute();
  }

  private void recompute() {
    int m = rows;
    double[] rest = Arrays.copyOf(side, m);
    for (int j = 0; j < columns; j++) {
      if (columnPlace[j] < 0 && atUpper[j]) {
        for (int k = 0; k < columnRows[j].length; k++) {
          rest[columnRows[j][k]] -= columnValues[j][k] * upper[j];
        }
      }
    }
    Arrays.fill(dual, 0, m, 0);
    for (int i = 0; i < m; i++) {
      double sum = 0;
      double[] line = inverse[i];
      for (int k = 0; k < m; k++) {
        sum += line[k] * rest[k];
      }
      value[i] = sum;
      double price = basis[i] >= 0 ? cost[basis[i]] : 0;
      if (price != 0) {
        for (int k = 0; k < m; k++) {
          dual[k] += price * line[k];
        }
      }
    }
  }
}
