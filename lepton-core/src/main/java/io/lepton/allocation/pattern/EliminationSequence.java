package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * In which sequence to eliminate the columns of a basis so that little fills in: columns alone in
 * their last row first, then rows with one column left, and what remains by the number of entries.
 */
final class EliminationSequence {
  private EliminationSequence() {}

  /**
   * Finds it.
   *
   * @param at row indexes of each column
   * @param sequence receives the columns in order
   * @param wanted receives the row that a column should be pivoted on, or -1
   */
  static void find(int rows, int count, int[][] at, int[] sequence, int[] wanted) {
    int[] columnCount = new int[count];
    int[] rowCount = new int[rows];
    int[] rowStart = new int[rows + 1];
    for (int c = 0; c < count; c++) {
      columnCount[c] = at[c].length;
      for (int row : at[c]) {
        rowStart[row + 1]++;
      }
    }
    for (int row = 0; row < rows; row++) {
      rowCount[row] = rowStart[row + 1];
      rowStart[row + 1] += rowStart[row];
    }
    int[] inRow = new int[rowStart[rows]];
    int[] fill = Arrays.copyOf(rowStart, rows);
    for (int c = 0; c < count; c++) {
      for (int row : at[c]) {
        inRow[fill[row]++] = c;
      }
    }
    Arrays.fill(wanted, 0, count, -1);
    boolean[] columnDone = new boolean[count];
    boolean[] rowDone = new boolean[rows];
    int[] stack = new int[count + 2 * inRow.length + rows];
    int top = 0;
    int placed = 0;
    for (int c = 0; c < count; c++) {
      if (columnCount[c] == 1) {
        stack[top++] = c;
      }
    }
    while (top > 0) {
      int column = stack[--top];
      if (columnDone[column] || columnCount[column] != 1) {
        continue;
      }
      int row = -1;
      for (int candidate : at[column]) {
        row = rowDone[candidate] ? row : candidate;
      }
      columnDone[column] = true;
      rowDone[row] = true;
      wanted[column] = row;
      sequence[placed++] = column;
      for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
        int other = inRow[k];
        if (!columnDone[other] && --columnCount[other] == 1) {
          stack[top++] = other;
        }
      }
    }
    // Counts of rows among the columns that are left.
    Arrays.fill(rowCount, 0);
    for (int c = 0; c < count; c++) {
      if (!columnDone[c]) {
        for (int row : at[c]) {
          rowCount[row]++;
        }
      }
    }
    for (int row = 0; row < rows; row++) {
      if (!rowDone[row] && rowCount[row] == 1) {
        stack[top++] = row;
      }
    }
    while (top > 0) {
      int row = stack[--top];
      if (rowDone[row] || rowCount[row] != 1) {
        continue;
      }
      int column = -1;
      for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
        column = columnDone[inRow[k]] ? column : inRow[k];
      }
      columnDone[column] = true;
      rowDone[row] = true;
      wanted[column] = row;
      sequence[placed++] = column;
      for (int other : at[column]) {
        if (!rowDone[other] && --rowCount[other] == 1) {
          stack[top++] = other;
        }
      }
    }
    rest(count, columnCount, columnDone, sequence, placed);
  }

  private static void rest(
      int count, int[] columnCount, boolean[] done, int[] sequence, int placed) {
    long[] keys = new long[count - placed];
    int left = 0;
    for (int c = 0; c < count; c++) {
      if (!done[c]) {
        keys[left++] = ((long) columnCount[c] << 32) | c;
      }
    }
    Arrays.sort(keys);
    for (int i = 0; i < left; i++) {
      sequence[placed + i] = (int) keys[i];
    }
  }
}
