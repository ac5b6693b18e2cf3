package io.lepton.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A linear program, whole-numbered where it says so; minimised. Rows are sparse. */
final class IntegerProgram {
  static final long FREE = Long.MAX_VALUE / 4;

  final List<Column> columns = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();

  /** A variable with its bounds, cost and, if not negative, the value it is hinted to have. */
  static final class Column {
    final long upper;
    final long cost;
    final boolean whole;
    long hint = -1;

    Column(long upper, long cost, boolean whole) {
      this.upper = upper;
      this.cost = cost;
      this.whole = whole;
    }
  }

  /** {@code lower <= sum of weights x columns <= upper}. */
  static final class Row {
    final long lower;
    final long upper;
    int[] columns = new int[8];
    long[] weights = new long[8];
    int size;

    Row(long lower, long upper) {
      this.lower = lower;
      this.upper = upper;
    }

    Row add(int column, long weight) {
      if (weight != 0) {
        if (size == columns.length) {
          columns = Arrays.copyOf(columns, size * 2);
          weights = Arrays.copyOf(weights, size * 2);
        }
        columns[size] = column;
        weights[size++] = weight;
      }
      return this;
    }
  }

  /** A variable from 0. */
  int whole(long upper, long cost) {
    columns.add(new Column(upper, cost, true));
    return columns.size() - 1;
  }

  /** A variable from 0 that solvers with continuous variables may take as one. */
  int continuous(long upper, long cost) {
    columns.add(new Column(upper, cost, false));
    return columns.size() - 1;
  }

  Row row(long lower, long upper) {
    Row row = new Row(lower, upper);
    rows.add(row);
    return row;
  }

  boolean hinted() {
    return columns.stream().anyMatch(column -> column.hint >= 0);
  }
}
