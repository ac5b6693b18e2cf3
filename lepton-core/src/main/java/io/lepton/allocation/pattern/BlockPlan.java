package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Optional;

/**
 * How many units of each class stand in each part of a model, and what a unit costs there by area.
 *
 * @param planned units, by part and class
 * @param prices of units to begin with, by part and class
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
record BlockPlan(long[][] planned, double[][] prices) {
  /** A class stands on both sides of a choice only where each has this part of it at least. */
  private static final double MIXED = 0.03;

  /** So much dearer than by area units may come out. */
  private static final double DEARER = 1.15;

  /** And hardly ever so much. */
  private static final double MUCH_DEARER = 2;

  /**
   * A plan as {@link RoomAscent} shares units out; empty where caps forbid it.
   *
   * @param rooms solved: its units by site are the shares
   */
  static Optional<BlockPlan> of(PackingModel model, Block[] blocks, RoomAscent rooms) {
    int[] blockOfSite = new int[model.rate().length];
    for (int b = 0; b < blocks.length; b++) {
      for (int kind : blocks[b].kinds()) {
        blockOfSite[model.site()[kind]] = b;
      }
    }
    double[][] wanted = new double[blocks.length][model.classes()];
    double[][] prices = new double[blocks.length][model.classes()];
    for (double[] row : prices) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    double[][] units = rooms.units();
    double[][] costs = rooms.prices();
    for (int site = 0; site < blockOfSite.length; site++) {
      int block = blockOfSite[site];
      for (int j = 0; j < model.classes(); j++) {
        wanted[block][j] += units[site][j];
        prices[block][j] = Math.min(prices[block][j], costs[site][j]);
      }
    }
    for (double[] row : prices) {
      Arrays.setAll(row, j -> Double.isInfinite(row[j]) ? 0 : Math.max(0, row[j]));
    }
    long[][] planned = new long[blocks.length][model.classes()];
    for (int j = 0; j < model.classes(); j++) {
      if (!share(model, blocks, wanted, planned, j)) {
        return Optional.empty();
      }
    }
    return Optional.of(new BlockPlan(planned, prices));
  }

  /** Shares out a class in whole units, the largest wishes first; false where caps forbid it. */
  private static boolean share(
      PackingModel model, Block[] blocks, double[][] wanted, long[][] planned, int of) {
    double[] wishes = Arrays.stream(wanted).mapToDouble(row -> row[of]).toArray();
    int[] order = Orders.descending(wishes);
    long[] capLeft = new long[model.domains(of)];
    Arrays.fill(capLeft, model.cap()[of]);
    long left = model.need()[of];
    double slack = MIXED * model.need()[of];
    for (boolean exact : new boolean[] {true, false}) {
      for (int b : order) {
        int lot = blocks[b].lots()[of][0];
        if (lot < 0 || !blocks[b].allowed()[of]) {
          continue;
        }
        int domain = model.domain()[of][lot];
        long most = Math.min(left, capLeft[domain]);
        double wish = wishes[b];
        long some = exact && wish + slack < most ? (wish < slack ? 0 : (long) wish) : most;
        planned[b][of] += some;
        capLeft[domain] -= some;
        left -= some;
      }
    }
    return left == 0;
  }

  /** What each part costs by these prices. */
  double[] cost() {
    double[] cost = new double[planned.length];
    for (int b = 0; b < cost.length; b++) {
      for (int j = 0; j < planned[b].length; j++) {
        cost[b] += planned[b][j] * prices[b][j];
      }
    }
    return cost;
  }

  /** How many units of each class the price in a part matters for. */
  double[] units(PackingModel model, int of) {
    double[] units = new double[model.classes()];
    Arrays.setAll(units, j -> (double) (planned[of][j] > 0 ? planned[of][j] : model.countable(j)));
    return units;
  }

  /** Up to which price classes that are planned elsewhere matter in a part; infinite for others. */
  double[] elsewhere(int of) {
    double[] most = new double[planned[of].length];
    for (int j = 0; j < most.length; j++) {
      for (int b = 0; b < planned.length; b++) {
        most[j] = planned[b][j] > 0 ? Math.max(most[j], prices[b][j]) : most[j];
      }
      most[j] = Math.max(DEARER * most[j], Math.min(MUCH_DEARER * most[j], prices[of][j]));
      most[j] = planned[of][j] > 0 ? Double.POSITIVE_INFINITY : most[j];
    }
    return most;
  }

  /**
   * The same once it is known what units cost.
   *
   * @param found prices of units that are right in each part, by part and class
   */
  double[] elsewhere(int of, double[][] found) {
    double[] most = new double[planned[of].length];
    for (int j = 0; j < most.length; j++) {
      for (int b = 0; b < planned.length; b++) {
        most[j] = planned[b][j] > 0 ? Math.max(most[j], found[b][j]) : most[j];
      }
      most[j] = planned[of][j] > 0 ? Double.POSITIVE_INFINITY : most[j];
    }
    return most;
  }

  /** Whether units of some class are planned in a part. */
  boolean holdsAny(int of) {
    return Arrays.stream(planned[of]).anyMatch(units -> units > 0);
  }

  /** Whether no class is planned elsewhere alone. */
  boolean holdsAll(int of) {
    return Arrays.stream(planned[of]).allMatch(units -> units > 0);
  }
}
