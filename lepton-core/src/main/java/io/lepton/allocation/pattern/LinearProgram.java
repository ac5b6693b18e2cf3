package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * The figures of a linear program {@code min c x, A x >= or <= b, 0 <= x <= u}, which grows by rows
 * and columns. Arrays may be longer than there are rows or columns, and are made anew as it grows.
 * Not thread safe.
 */
final class LinearProgram {
  int rows;
  int columns;
  double[] side = new double[16];
  boolean[] atLeast = new boolean[16];
  int[][] columnRows = new int[64][];
  double[][] columnValues = new double[64][];
  double[] cost = new double[64];
  double[] upper = new double[64];

  /** Adds a row with entries in columns that are there already. */
  int addRow(boolean greaterOrEqual, double rightSide, int[] inColumns, double[] inRow) {
    int row = rows++;
    if (row == side.length) {
      side = Arrays.copyOf(side, row * 2);
      atLeast = Arrays.copyOf(atLeast, row * 2);
    }
    side[row] = rightSide;
    atLeast[row] = greaterOrEqual;
    for (int k = 0; k < inColumns.length; k++) {
      int column = inColumns[k];
      int length = columnRows[column].length;
      columnRows[column] = Arrays.copyOf(columnRows[column], length + 1);
      columnValues[column] = Arrays.copyOf(columnValues[column], length + 1);
      columnRows[column][length] = row;
      columnValues[column][length] = inRow[k];
    }
    return row;
  }

  /** Adds a column, which keeps the arrays. */
  int addColumn(double price, double upperBound, int[] inRows, double[] values) {
    int column = columns++;
    if (column == cost.length) {
      int size = column * 2;
      columnRows = Arrays.copyOf(columnRows, size);
      columnValues = Arrays.copyOf(columnValues, size);
      cost = Arrays.copyOf(cost, size);
      upper = Arrays.copyOf(upper, size);
    }
    columnRows[column] = inRows;
    columnValues[column] = values;
    cost[column] = price;
    upper[column] = upperBound;
    return column;
  }

  /** The product of a column and a vector of rows. */
  double product(int column, double[] vector) {
    int[] at = columnRows[column];
    double[] values = columnValues[column];
    double sum = 0;
    for (int k = 0; k < at.length; k++) {
      sum += vector[at[k]] * values[k];
    }
    return sum;
  }

  /** Takes a column so many times from a vector of rows. */
  void subtract(int column, double times, double[] from) {
    int[] at = columnRows[column];
    double[] values = columnValues[column];
    for (int k = 0; k < at.length; k++) {
      from[at[k]] -= times * values[k];
    }
  }
}
