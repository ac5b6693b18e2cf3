package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Makes prices of units right: lowers those of single classes until no filling of any bin is worth
 * more than its bin. What that costs in all is less than dividing all prices by what the worst bin
 * is overrated by (Farley 1990), so a bound is good long before pricing has found every pattern.
 *
 * <p>Large bins are taken with fractions of copies: prices below a line, so much for each dimension
 * of room, overrate none. Small ones are exact: classes enter a table of all fillings one after the
 * other, each at the highest price that is right together with those before it. Not thread safe.
 */
final class SoundPrices {
  private static final long NODES = 200;

  /** Larger tables are slow, for they do not stay in the caches. */
  private static final long MOST_CELLS = 150_000;

  /** How far shares of the price are moved from one dimension to the others, as a try. */
  private static final double[] MOVES = {
    0, -0.02, 0.02, -0.05, 0.05, -0.1, 0.1, -0.2, 0.2, -0.4, 0.4
  };

  /** Far more than all rounding. */
  private static final double SAFE = 1 - 1e-10;

  private final PackingModel model;
  private final int dims;
  private final Knapsack knapsack;
  private final CellGrid grid;
  private final GridTable table = new GridTable();
  private final int[] open;
  private final int[][] most;

  /** What room in a bin is worth by the prices asked for, by kind and dimension. */
  private final double[][] multipliers;

  /** Prices on the way, by class. */
  private double[] price = new double[0];

  private double[] weight = new double[0];

  SoundPrices(PackingModel model) {
    this.model = model;
    this.dims = model.dimensions();
    this.knapsack = new Knapsack(dims);
    this.grid = new CellGrid(model);
    this.open = IntStream.range(0, model.kinds()).filter(t -> model.available()[t] > 0).toArray();
    this.multipliers = new double[model.kinds()][];
    this.most = new int[model.kinds()][model.classes()];
    for (int t : open) {
      for (int j = 0; j < model.classes(); j++) {
        most[t][j] = (int) Math.min(model.mostCopies(t, j), Integer.MAX_VALUE);
      }
    }
  }

  /** Whether copies cost nothing by themselves, so that prices of units say all. */
  static boolean suits(PackingModel model) {
    return model.copiesAreFree() && model.unitsAreFree();
  }

  private long cells(int kind) {
    return grid.cells(model.capacity()[kind]);
  }

  /**
   * Prices that are right.
   *
   * @param wanted prices of units, by class
   * @param units how many units of each class a lower price is felt for
   * @param bins what each kind's bin costs, its share of limits included
   * @param tableNanos how long tables may take: with more of it, larger bins are exact
   */
  double[] of(double[] wanted, double[] units, double[] bins, long tableNanos) {
    return of(wanted, units, bins, new boolean[bins.length], tableNanos);
  }

  /** The same where it is known of some kinds that they hold no more than their price. */
  double[] of(double[] wanted, double[] units, double[] bins, boolean[] right, long tableNanos) {
    price = wanted.clone();
    weight = units;
    Arrays.setAll(price, j -> Math.max(0, price[j]));
    double[] worth = new double[model.kinds()];
    for (int t : open) {
      worth[t] = worth(t);
    }
    // Prices only fall, so a bin that is not overrated now never will be.
    int[] overrated = Arrays.stream(open).filter(t -> !right[t] && worth[t] > bins[t]).toArray();
    long limit = mostCells(overrated, tableNanos);
    int[] large = Arrays.stream(overrated).filter(t -> cells(t) > limit).toArray();
    for (int t : Orders.descending(large, t -> worth[t] / Math.max(1e-9, bins[t]))) {
      lower(t, bins[t]);
    }
    int[] small =
        Arrays.stream(overrated)
            .filter(t -> cells(t) <= limit && loadOverrated(t, bins[t]))
            .toArray();
    for (int[] group : groups(small)) {
      enter(group, bins);
    }
    for (int j = 0; j < price.length; j++) {
      price[j] *= SAFE;
    }
    return price;
  }

  /** Loads a kind; whether it may be overrated still, by the multipliers that it had. */
  private boolean loadOverrated(int kind, double bin) {
    load(kind);
    return knapsack.quickBound(model.capacity()[kind], multipliers[kind]) > bin;
  }

  /** So large tables may be that those of all kinds up to there take no longer than they may. */
  private long mostCells(int[] kinds, long nanos) {
    int[] order = Orders.descending(kinds, t -> (double) cells(t));
    for (int first = 0; first < order.length; first++) {
      double work = 0;
      for (int[] group : groups(Arrays.copyOfRange(order, first, order.length))) {
        work += cells(group[0]) * GridTable.NANOS * price.length;
      }
      if (cells(order[first]) <= MOST_CELLS && work <= nanos) {
        return cells(order[first]);
      }
    }
    return 0;
  }

  /** Kinds by the table that is right for all of them: each inside the first one, at its site. */
  private List<int[]> groups(int[] kinds) {
    List<int[]> groups = new ArrayList<>();
    int[] rest = Orders.descending(kinds, t -> (double) cells(t));
    while (rest.length > 0) {
      int leader = rest[0];
      IntPredicate inside =
          t ->
              model.site()[t] == model.site()[leader]
                  && grid.within(model.capacity()[leader], model.capacity()[t]);
      groups.add(Arrays.stream(rest).filter(inside).toArray());
      rest = Arrays.stream(rest).filter(inside.negate()).toArray();
    }
    return groups;
  }

  /** What a bin holds at most, in fractions. */
  private double worth(int kind) {
    load(kind);
    long[] capacity = model.capacity()[kind];
    multipliers[kind] = knapsack.relaxedMultipliers(capacity);
    return knapsack.quickBound(capacity, multipliers[kind]);
  }

  private void load(int kind) {
    knapsack.clear();
    long[] rates = model.rate()[model.site()[kind]];
    for (int j = 0; j < price.length; j++) {
      if (most[kind][j] > 0 && price[j] > 0) {
        knapsack.add(price[j] * rates[j], model.size()[j], most[kind][j], j);
      }
    }
  }

  /** Lowers prices until a bin is not overrated. */
  private void lower(int kind, double bin) {
    if (!loadOverrated(kind, bin)) {
      return;
    }
    long[] capacity = model.capacity()[kind];
    double[] room = knapsack.relaxedMultipliers(capacity).clone();
    if (knapsack.quickBound(capacity, room) <= bin) {
      return;
    }
    double worth = knapsack.search(capacity, room, bin, NODES, (copies, value) -> {});
    if (worth <= bin) {
      return;
    }
    // All of them alike, or those above a line.
    long[] rates = model.rate()[model.site()[kind]];
    double least = 0;
    for (int j = 0; j < price.length; j++) {
      least += most[kind][j] > 0 ? weight[j] * price[j] * (1 - bin / worth) : 0;
    }
    double[] line = {};
    for (int d = 0; d < dims; d++) {
      for (double move : MOVES) {
        double[] tried = line(room, capacity, bin, d, move);
        if (tried.length > 0) {
          double lost = 0;
          for (int j = 0; j < price.length && lost < least; j++) {
            if (most[kind][j] > 0) {
              lost += weight[j] * Math.max(0, price[j] - onLine(tried, j) / rates[j]);
            }
          }
          if (lost < least) {
            least = lost;
            line = tried;
          }
        }
      }
    }
    for (int j = 0; j < price.length; j++) {
      if (most[kind][j] > 0) {
        price[j] =
            line.length == 0
                ? price[j] * (bin / worth)
                : Math.min(price[j], onLine(line, j) / rates[j]);
      }
    }
  }

  private double onLine(double[] line, int of) {
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      sum += line[d] * model.size()[of][d];
    }
    return sum;
  }

  /** Prices of room that a full bin is worth its own at; none where there are none to be had. */
  private double[] line(double[] room, long[] capacity, double bin, int of, double move) {
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      sum += room[d] * capacity[d];
    }
    double share = sum > 0 ? room[of] * capacity[of] / sum : 0;
    double moved = share + move;
    if (sum <= 0 || capacity[of] == 0 || moved < 0 || moved > 1 || (share >= 1 && move != 0)) {
      return new double[0];
    }
    double[] line = new double[dims];
    for (int d = 0; d < dims; d++) {
      line[d] =
          d == of
              ? bin * moved / capacity[d]
              : share >= 1 ? 0 : room[d] * (bin / sum) * ((1 - moved) / (1 - share));
    }
    return line;
  }

  /** Lets classes into a table, those of the highest prices first. */
  private void enter(int[] kinds, double[] bins) {
    int[] largest = grid.inCells(model.capacity()[kinds[0]]);
    table.open(largest, TableBand.all(largest));
    long[] rates = model.rate()[model.site()[kinds[0]]];
    int[] paid =
        IntStream.range(0, price.length).filter(j -> price[j] > 0 && rates[j] > 0).toArray();
    for (int j : Orders.descending(paid, j -> price[j])) {
      double value = price[j] * rates[j];
      int[] size = grid.inCells(model.size()[j]);
      for (int t : kinds) {
        if (most[t][j] > 0) {
          value = table.mostFor(value, size, grid.inCells(model.capacity()[t]), bins[t]);
        }
      }
      value = Math.max(0, value);
      price[j] = Math.min(price[j], value / rates[j]);
      table.enter(value, size);
    }
  }
}
