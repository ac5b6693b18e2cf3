package io.lepton.allocation.pattern;

/**
 * What a bin of each kind costs for each part of its room. It tells without a division which kinds
 * are too dear for a class to look at more closely. Immutable and thread safe.
 */
final class RoomPrices {
  /** What is dearer by this much is not so by rounding alone. */
  private static final double CLEARLY = 1 + 1e-9;

  private final PackingModel model;
  private final double[][] price;

  RoomPrices(PackingModel model) {
    this.model = model;
    this.price = new double[model.kinds()][model.dimensions()];
    for (int kind = 0; kind < price.length; kind++) {
      for (int d = 0; d < price[kind].length; d++) {
        double room = model.capacity()[kind][d];
        price[kind][d] = room > 0 ? model.cost()[kind] / room : 0;
      }
    }
  }

  /** Whether a unit of a class, alone on bins of a kind, surely costs more than so much. */
  boolean dearer(int kind, int of, double perUnit) {
    double most = perUnit * CLEARLY * model.rate()[model.site()[kind]][of];
    long[] size = model.size()[of];
    double[] prices = price[kind];
    for (int d = 0; d < prices.length; d++) {
      if (prices[d] * size[d] > most) {
        return true;
      }
    }
    return false;
  }
}
