package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * Which cells of a table are worked on: of each row by the second dimension, those from {@code
 * from} up to and without {@code end} of the last one.
 */
final class TableBand {
  final int[] from;
  final int[] end;

  private TableBand(int[] from, int[] end) {
    this.from = from;
    this.end = end;
  }

  /** All cells. */
  static TableBand all(int[] bin) {
    int[] end = new int[bin[1] + 1];
    Arrays.fill(end, bin[2] + 1);
    return new TableBand(new int[end.length], end);
  }

  /**
   * What a bin's fullest fillings pass through, from either end, with their items in any order:
   * what they leave of the last two dimensions is bounded, and what they hold keeps to the items'
   * proportions.
   *
   * @param bin in cells
   * @param waste what such a filling leaves at most, in cells
   */
  static TableBand full(int[] bin, double[] waste, int items, int[][] sizes) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < items; i++) {
      double ratio = sizes[i][2] / (double) sizes[i][1];
      // Not a number where an item takes nothing of either.
      if (ratio >= 0) {
        least = Math.min(least, ratio);
        most = Math.max(most, ratio);
      }
    }
    int last = bin[2];
    int[] from = new int[bin[1] + 1];
    int[] end = new int[from.length];
    for (int b = 0; b < from.length; b++) {
      int rest = bin[1] - b;
      double low = Math.max(atLeast(least, b - waste[1]), last - atMost(most, rest));
      double high = Math.min(atMost(most, b) + waste[2], last - atLeast(least, rest));
      from[b] = (int) Math.min(last + 1.0, Math.max(0, Math.ceil(low - 1e-6)));
      end[b] = (int) Math.max(from[b], Math.min(last, Math.floor(high + 1e-6)) + 1);
    }
    return new TableBand(from, end);
  }

  private static double atLeast(double ratio, double cells) {
    return cells <= 0 ? 0 : ratio * cells;
  }

  private static double atMost(double ratio, double cells) {
    return Double.isInfinite(ratio) ? ratio : ratio * cells;
  }

  /** Cells in all rows of one step of the first dimension. */
  double cells() {
    double cells = 0;
    for (int b = 0; b < from.length; b++) {
      cells += end[b] - from[b];
    }
    return cells;
  }
}
