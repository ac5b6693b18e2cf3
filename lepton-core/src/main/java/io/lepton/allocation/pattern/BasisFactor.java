package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * A basis matrix as sparse triangular factors, column by column with threshold pivoting (Gilbert
 * and Peierls 1988), singletons first, and an elementary matrix for each exchange since (product
 * form; Dantzig and Orchard-Hays 1954). Positions of the basis are named by the row that they were
 * pivoted on. Not thread safe.
 */
final class BasisFactor {
  /** A column with less than this part of its largest entry left depends on those before it. */
  private static final double DEPENDENT = 1e-8;

  /** The same where such columns have done harm already. */
  private static final double NEARLY_DEPENDENT = 1e-4;

  private static final double THRESHOLD = 0.05;
  private static final double DROP = 1e-13;

  private int rows;

  /** Pivot rows in the order of elimination. */
  private int[] order = new int[0];

  private final SparseLines lower = new SparseLines();
  private final SparseLines upper = new SparseLines();
  private final SparseLines etas = new SparseLines();
  private double[] diagonal = new double[0];
  private int[] etaPlace = new int[64];
  private double[] etaPivot = new double[64];
  private double[] work = new double[0];
  private long factorEntries;
  private double dependent = DEPENDENT;

  /** Whether the next factors leave out columns that nearly depend on others too. */
  void strict(boolean on) {
    dependent = on ? NEARLY_DEPENDENT : DEPENDENT;
  }

  int exchanges() {
    return etas.lines();
  }

  /** Whether factors made anew would be cheaper to work with. */
  boolean worn() {
    return etas.lines() > 60 && (etas.lines() > 400 || etas.entries() > 2 * factorEntries + rows);
  }

  /**
   * Factors the given columns.
   *
   * @param at row indexes of each column
   * @param entries their values
   * @param places receives the row that each column was pivoted on; -1 for a column that depends on
   *     the others
   */
  void factor(int size, int count, int[][] at, double[][] entries, int[] places) {
    rows = size;
    lower.clear();
    upper.clear();
    etas.clear();
    if (work.length < size) {
      work = new double[size + 16];
      diagonal = new double[size + 16];
      order = new int[size + 16];
    }
    Arrays.fill(work, 0, size, 0);
    Arrays.fill(places, 0, count, -1);
    int[] sequence = new int[count];
    int[] wanted = new int[count];
    EliminationSequence.find(size, count, at, sequence, wanted);
    int[] rowCount = new int[size];
    for (int c = 0; c < count; c++) {
      for (int row : at[c]) {
        rowCount[row]++;
      }
    }
    boolean[] pivoted = new boolean[size];
    int done = 0;
    for (int s = 0; s < count; s++) {
      int column = sequence[s];
      int row = eliminate(at[column], entries[column], wanted[column], done, pivoted, rowCount);
      if (row >= 0) {
        pivoted[row] = true;
        order[done++] = row;
        places[column] = row;
      }
    }
    // Rows that no column took keep a unit column of their own.
    for (int row = 0; row < size; row++) {
      if (!pivoted[row]) {
        lower.close();
        upper.close();
        diagonal[done] = 1;
        order[done++] = row;
      }
    }
    factorEntries = lower.entries() + upper.entries() + size;
  }

  private int eliminate(
      int[] at, double[] entries, int wanted, int done, boolean[] pivoted, int[] rowCount) {
    double size = 0;
    for (int k = 0; k < at.length; k++) {
      work[at[k]] += entries[k];
      size = Math.max(size, Math.abs(entries[k]));
    }
    for (int k = 0; k < done; k++) {
      double value = work[order[k]];
      if (value != 0) {
        lower.subtract(k, value, work);
      }
    }
    double largest = 0;
    for (int row = 0; row < rows; row++) {
      if (work[row] != 0 && !pivoted[row]) {
        largest = Math.max(largest, Math.abs(work[row]));
      }
    }
    if (largest <= dependent * size) {
      Arrays.fill(work, 0, rows, 0);
      return -1;
    }
    int pivot = choose(wanted, largest, pivoted, rowCount);
    double divisor = work[pivot];
    diagonal[done] = divisor;
    for (int k = 0; k < done; k++) {
      int row = order[k];
      if (work[row] != 0) {
        if (Math.abs(work[row]) > DROP) {
          upper.add(row, work[row]);
        }
        work[row] = 0;
      }
    }
    for (int row = 0; row < rows; row++) {
      if (work[row] != 0) {
        if (row != pivot && Math.abs(work[row]) > DROP) {
          lower.add(row, work[row] / divisor);
        }
        work[row] = 0;
      }
    }
    upper.close();
    lower.close();
    return pivot;
  }

  /** The wanted row where it is large enough, else the emptiest row that is. */
  private int choose(int wanted, double largest, boolean[] pivoted, int[] rowCount) {
    if (wanted >= 0 && !pivoted[wanted] && Math.abs(work[wanted]) >= 1e-3 * largest) {
      return wanted;
    }
    int pivot = -1;
    for (int row = 0; row < rows; row++) {
      if (!pivoted[row]
          && Math.abs(work[row]) >= THRESHOLD * largest
          && (pivot < 0 || rowCount[row] < rowCount[pivot])) {
        pivot = row;
      }
    }
    return pivot;
  }

  /** Solves {@code B x = v} in place. */
  void solve(double[] vector) {
    for (int k = 0; k < rows; k++) {
      double value = vector[order[k]];
      if (value != 0) {
        lower.subtract(k, value, vector);
      }
    }
    for (int k = rows - 1; k >= 0; k--) {
      int row = order[k];
      double value = vector[row];
      if (value != 0) {
        value /= diagonal[k];
        vector[row] = value;
        upper.subtract(k, value, vector);
      }
    }
    for (int e = 0; e < etas.lines(); e++) {
      int place = etaPlace[e];
      double value = vector[place];
      if (value != 0) {
        value /= etaPivot[e];
        etas.subtract(e, value, vector);
        vector[place] = value;
      }
    }
  }

  /** Solves {@code y B = v} in place. */
  void solveTransposed(double[] vector) {
    for (int e = etas.lines() - 1; e >= 0; e--) {
      int place = etaPlace[e];
      vector[place] = (vector[place] - etas.dot(e, vector)) / etaPivot[e];
    }
    for (int k = 0; k < rows; k++) {
      int row = order[k];
      vector[row] = (vector[row] - upper.dot(k, vector)) / diagonal[k];
    }
    for (int k = rows - 1; k >= 0; k--) {
      vector[order[k]] -= lower.dot(k, vector);
    }
  }

  /** Puts the variable whose direction is given into a place of the basis. */
  void exchange(int place, double[] direction) {
    int at = etas.lines();
    if (at == etaPlace.length) {
      etaPlace = Arrays.copyOf(etaPlace, at * 2);
      etaPivot = Arrays.copyOf(etaPivot, at * 2);
    }
    etaPlace[at] = place;
    etaPivot[at] = direction[place];
    for (int i = 0; i < rows; i++) {
      double value = direction[i];
      if (i != place && (value > DROP || value < -DROP)) {
        etas.add(i, value);
      }
    }
    etas.close();
  }
}
