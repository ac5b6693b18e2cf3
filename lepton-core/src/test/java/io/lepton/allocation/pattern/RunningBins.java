package io.lepton.allocation.pattern;

/** Packing problems of one dimension and site in which a bin runs copies already. */
final class RunningBins {
  private RunningBins() {}

  /**
   * Kind 0 is the one bin that runs, kind 1 a fresh one like it without limit.
   *
   * @param kept copies that run on it, by class
   */
  static PackingModel model(
      long capacity, long[] size, long[] need, long[] kept, long price, long startCost) {
    PackingModel plain =
        PackingModel.vectorPacking(
            new long[] {capacity},
            java.util.Arrays.stream(size).mapToObj(s -> new long[] {s}).toArray(long[][]::new),
            need);
    return new PackingModel(
        plain.size(),
        need,
        plain.rate(),
        plain.copyCost(),
        plain.lot(),
        plain.cap(),
        plain.domain(),
        plain.lotCost(),
        new long[] {price, price},
        new long[][] {{capacity}, {capacity}},
        new int[] {0, 0},
        new long[] {1, Long.MAX_VALUE},
        new long[][] {kept, null},
        startCost,
        new long[0],
        new int[][] {{}, {}},
        new long[][] {{}, {}});
  }
}
