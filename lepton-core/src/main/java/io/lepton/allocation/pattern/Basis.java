package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.List;

/**
 * Which variables of a linear program are in the basis, and at which of its bounds each other one
 * stands. A column is named by its index from 0, the logical variable of a row by {@code -1 - row}.
 * A place of the basis is a row of its factors. Not thread safe.
 */
final class Basis {
  /** The variable at each place. */
  int[] members = new int[16];

  /** Columns outside of the basis that stand at their upper bounds. */
  boolean[] atUpper = new boolean[64];

  /** The place of each column, or -1. */
  int[] columnPlace = new int[64];

  /** The place of each logical, or -1. */
  int[] logicalPlace = new int[16];

  private final LinearProgram program;

  Basis(LinearProgram program) {
    this.program = program;
  }

  /** Takes in the logical of a new row. */
  void addRow(int row) {
    if (row == members.length) {
      members = Arrays.copyOf(members, row * 2);
      logicalPlace = Arrays.copyOf(logicalPlace, row * 2);
    }
    members[row] = -1 - row;
    logicalPlace[row] = row;
  }

  /** A new column stands at 0. */
  void addColumn(int column) {
    if (column == columnPlace.length) {
      atUpper = Arrays.copyOf(atUpper, column * 2);
      columnPlace = Arrays.copyOf(columnPlace, column * 2);
    }
    atUpper[column] = false;
    columnPlace[column] = -1;
  }

  boolean contains(int variable) {
    return (variable >= 0 ? columnPlace[variable] : logicalPlace[-1 - variable]) >= 0;
  }

  /** Whether a column is outside of the basis and at its upper bound. */
  boolean full(int column) {
    return atUpper[column] && columnPlace[column] < 0;
  }

  double lower(int variable) {
    return variable >= 0 || !program.atLeast[-1 - variable] ? 0 : Double.NEGATIVE_INFINITY;
  }

  double upper(int variable) {
    if (variable >= 0) {
      return program.upper[variable];
    }
    return program.atLeast[-1 - variable] ? 0 : Double.POSITIVE_INFINITY;
  }

  /**
   * Names other members, which have no places before {@link #settle}.
   *
   * @param variables no more than there are rows; logicals fill up
   * @param full columns outside of it that stand at their upper bounds
   */
  void begin(int[] variables, List<Integer> full) {
    Arrays.fill(columnPlace, 0, program.columns, -1);
    Arrays.fill(atUpper, 0, program.columns, false);
    full.forEach(column -> atUpper[column] = true);
    // A logical twice is one too many when places are given.
    Arrays.fill(members, 0, program.rows, -1);
    System.arraycopy(variables, 0, members, 0, variables.length);
    for (int variable : variables) {
      if (variable >= 0) {
        atUpper[variable] = false;
      }
    }
  }

  /**
   * Gives the members their places.
   *
   * @param places by member; -1 for one that leaves, for which a logical comes in
   */
  void settle(int[] places) {
    int rows = program.rows;
    int[] before = Arrays.copyOf(members, rows);
    Arrays.fill(logicalPlace, 0, rows, -1);
    Arrays.fill(members, 0, rows, Integer.MIN_VALUE);
    for (int i = 0; i < rows; i++) {
      int member = before[i];
      if (places[i] >= 0) {
        place(member, places[i]);
      } else if (member >= 0) {
        columnPlace[member] = -1;
        atUpper[member] = false;
      }
    }
    for (int i = 0; i < rows; i++) {
      if (members[i] == Integer.MIN_VALUE) {
        place(-1 - i, i);
      }
    }
  }

  private void place(int variable, int at) {
    members[at] = variable;
    if (variable >= 0) {
      columnPlace[variable] = at;
    } else {
      logicalPlace[-1 - variable] = at;
    }
  }

  /** Swaps one variable. */
  void exchange(int leaving, int entering, boolean leavesAtUpper) {
    int gone = members[leaving];
    if (gone >= 0) {
      columnPlace[gone] = -1;
      atUpper[gone] = leavesAtUpper;
    } else {
      logicalPlace[-1 - gone] = -1;
    }
    place(entering, leaving);
    if (entering >= 0) {
      atUpper[entering] = false;
    }
  }
}
