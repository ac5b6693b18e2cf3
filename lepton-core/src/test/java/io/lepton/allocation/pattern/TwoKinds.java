package io.lepton.allocation.pattern;

/** Fifty equal copies on small bins and large ones, whose room is cheaper. */
final class TwoKinds {
  static final int LARGE = 1;

  private TwoKinds() {}

  /** Copies of size 2; bins of 4 for 5 and bins of 10 for 10, of which there may be so many. */
  static PackingModel model(long mostLarge) {
    return model(50, mostLarge);
  }

  /** The same for another number of copies. */
  static PackingModel model(long need, long mostLarge) {
    return new PackingModel(
        new long[][] {{2}},
        new long[] {need},
        new long[][] {{1}},
        new long[][] {null},
        new int[][] {{0}},
        new long[] {Long.MAX_VALUE},
        new int[][] {{0}},
        new double[][] {{0}},
        new long[] {5, 10},
        new long[][] {{4}, {10}},
        new int[] {0, 0},
        new long[] {Long.MAX_VALUE, Long.MAX_VALUE},
        new long[][] {null, null},
        0,
        new long[] {mostLarge},
        new int[][] {{}, {0}},
        new long[][] {{}, {1}});
  }
}
