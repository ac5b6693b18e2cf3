package io.lepton.prepare;

import io.lepton.config.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Cleans one data set and counts what it does. Not thread safe. */
final class Cleaner {
  private final LabelledData data;
  private final Cleaning cleaning;
  private float[] medians = {};
  private int duplicates;
  private int contradictions;
  private int missingValues;
  private int missingDropped;
  private int outlyingValues;
  private int outliersDropped;

  Cleaner(LabelledData data, Cleaning cleaning) {
    this.data = data;
    this.cleaning = cleaning;
  }

  /** Rows that are left when duplicates, and rows with missing values where told, are dropped. */
  int[] rowsToKeep() {
    int[] complete =
        IntStream.range(0, data.examples().size()).filter(this::missingAllows).toArray();
    return switch (cleaning.duplicates()) {
      case KEEP -> complete;
      case DROP -> firsts(complete);
    };
  }

  /** Fits medians and fences on the training split, and cleans it. */
  Examples fit(Examples train) {
    int width = train.width();
    medians = new float[width];
    float[] low = new float[width];
    float[] high = new float[width];
    for (int column = 0; column < width; column++) {
      float[] sorted = Fitting.sortedColumn(train, column);
      medians[column] = Fitting.quantile(sorted, 0.5);
      float first = Fitting.quantile(sorted, 0.25);
      float third = Fitting.quantile(sorted, 0.75);
      float reach = 3 * (third - first);
      low[column] = reach > 0 ? first - reach : Float.NEGATIVE_INFINITY;
      high[column] = reach > 0 ? third + reach : Float.POSITIVE_INFINITY;
    }
    Examples filled = fill(train);
    int[] inside =
        IntStream.range(0, filled.size())
            .filter(row -> outlying(filled, row, low, high) == 0)
            .toArray();
    outlyingValues =
        IntStream.range(0, filled.size()).map(row -> outlying(filled, row, low, high)).sum();
    return switch (cleaning.outliers()) {
      case KEEP -> filled;
      case CLIP ->
          filled.map((value, column) -> Math.min(Math.max(value, low[column]), high[column]));
      case DROP -> {
        outliersDropped = filled.size() - inside.length;
        yield filled.rows(inside);
      }
    };
  }

  /** Puts the training split's medians where values are missing. */
  Examples fill(Examples examples) {
    return missingValues == 0
        ? examples
        : examples.map((value, column) -> Float.isNaN(value) ? medians[column] : value);
  }

  int duplicates() {
    return duplicates;
  }

  int contradictions() {
    return contradictions;
  }

  int missingValues() {
    return missingValues;
  }

  int missingDropped() {
    return missingDropped;
  }

  int outlyingValues() {
    return outlyingValues;
  }

  int outliersDropped() {
    return outliersDropped;
  }

  private boolean missingAllows(int row) {
    int missing = 0;
    for (int column = 0; column < data.examples().width(); column++) {
      if (Float.isNaN(data.examples().feature(row, column))) {
        missing++;
      }
    }
    if (missing == 0) {
      return true;
    }
    missingValues += missing;
    return switch (cleaning.missing()) {
      case MEDIAN -> true;
      case DROP -> {
        missingDropped++;
        yield false;
      }
      case REJECT ->
          throw new InputException(
              data.source()
                  + ": example "
                  + (row + 1)
                  + " has "
                  + missing
                  + " missing values; fill them, or set cleaning.missing to median or drop");
    };
  }

  private int[] firsts(int[] rows) {
    Examples examples = data.examples();
    Map<Integer, List<Integer>> seen = new HashMap<>();
    List<Integer> kept = new ArrayList<>();
    for (int row : rows) {
      List<Integer> likely = seen.computeIfAbsent(examples.rowHash(row), hash -> new ArrayList<>());
      int twin =
          likely.stream().filter(other -> examples.sameRow(other, row)).findFirst().orElse(-1);
      if (twin < 0) {
        likely.add(row);
        kept.add(row);
      } else {
        duplicates++;
        contradictions += examples.label(twin) == examples.label(row) ? 0 : 1;
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int outlying(Examples examples, int row, float[] low, float[] high) {
    int count = 0;
    for (int column = 0; column < examples.width(); column++) {
      float value = examples.feature(row, column);
      if (value < low[column] || value > high[column]) {
        count++;
      }
    }
    return count;
  }
}
