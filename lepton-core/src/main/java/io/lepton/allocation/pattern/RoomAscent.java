package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The relaxation of {@link AreaRelaxation} with a pool for every kind of bin, nearly solved. Room
 * in each kind has prices of its own, which add up to the kind's price for a whole bin; the price
 * of room that is asked for too much rises (the volume algorithm; Barahona and Anbil 2000, with
 * steps that multiply). Whatever the prices are, they prove a bound, and that is close to the one
 * of whole patterns where bins hold many copies. A round takes as long as it takes to ask every
 * class for its cheapest kind. Not thread safe; used once.
 */
final class RoomAscent {
  private static final int ROUNDS = 100;

  /**
   * The first step, as an exponent of prices, and how it changes with what came of the last ones.
   */
  private static final double STEP = 1;

  private static final double LONGER = 1.25;
  private static final double LONGEST = 8;
  private static final double SHORTER = 0.7;
  private static final int PATIENCE = 4;

  /** So many rounds that lift the bound by less than this part of it end the ascent. */
  private static final int WINDOW = 20;

  private static final double STALLED = 1e-4;

  /** How much the newest way to place all counts beside those of before. */
  private static final double NEWEST = 0.2;

  /** Room is never free, or no factor would make it dear again. */
  private static final double LEAST_SHARE = 1e-4;

  /** After so many kinds it is asked whether time is up. */
  private static final int KINDS_A_LOOK = 64;

  /** Far more than all rounding. */
  private static final double ROUNDING = 1e-9;

  private final PackingModel model;
  private final AreaRelaxation area;
  private final int dims;
  private final int[] open;

  /** What a unit takes, by site and, one dimension after the other, class. */
  private final double[][] size;

  /** What a unit costs beside its room, by site and class. */
  private final double[][] extra;

  /** The number of a class' domain among all classes' domains, by site and class. */
  private final int[][] slot;

  /** The number of each class' first domain, and of all. */
  private final int[] firstSlot;

  /** The best prices: the share of a bin's price by kind and dimension, and charges by quota. */
  private double[][] share;

  private double[] charge;
  private double bound;

  /**
   * The mean way to place all: units by site and class, and bins asked for by kind and dimension.
   */
  private final double[][] units;

  private final double[][] load;

  /**
   * An ascent.
   *
   * @param area solved: its prices are the first ones
   */
  RoomAscent(PackingModel model, AreaRelaxation area) {
    this.model = model;
    this.area = area;
    this.dims = model.dimensions();
    int kinds = model.kinds();
    int sites = model.rate().length;
    int classes = model.classes();
    this.open = IntStream.range(0, kinds).filter(t -> area.pool(t) >= 0).toArray();
    this.firstSlot = new int[classes + 1];
    for (int j = 0; j < classes; j++) {
      firstSlot[j + 1] = firstSlot[j] + model.domains(j);
    }
    this.size = new double[sites][classes * dims];
    this.extra = new double[sites][classes];
    this.slot = new int[sites][classes];
    for (int site = 0; site < sites; site++) {
      prepare(site);
    }
    this.share = new double[kinds][];
    this.charge = Arrays.stream(area.charges()).map(of -> Math.max(0, of)).toArray();
    this.units = new double[sites][classes];
    this.load = new double[kinds][dims];
    for (int t : open) {
      double[] worth = new double[dims];
      Arrays.setAll(worth, d -> area.room()[area.pool(t)][d] * model.capacity()[t][d]);
      share[t] = shares(t, worth);
    }
  }

  private void prepare(int site) {
    long[] perCopy = model.copyCost()[site];
    for (int j = 0; j < model.classes(); j++) {
      int lot = model.lot()[site][j];
      double rate = (double) model.rate()[site][j];
      if (lot < 0 || rate == 0) {
        continue;
      }
      for (int d = 0; d < dims; d++) {
        size[site][j * dims + d] = model.size()[j][d] / rate;
      }
      extra[site][j] = (perCopy == null ? 0 : perCopy[j] / rate) + model.lotCost()[j][lot];
      slot[site][j] = firstSlot[j] + model.domain()[j][lot];
    }
  }

  /** Proven: no packing costs less. */
  double bound() {
    return bound;
  }

  /** How many units of each class stand at each site, by site and class. */
  double[][] units() {
    return units;
  }

  /** What a unit of each class costs at the best prices, by site and class; infinite for none. */
  double[][] prices() {
    double[][] bySite = new double[model.rate().length][model.classes()];
    for (double[] row : bySite) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    for (int t : open) {
      int site = model.site()[t];
      double[] room = room(t, share[t], charge);
      for (int j : area.held(t)) {
        bySite[site][j] = Math.min(bySite[site][j], price(site, j, room));
      }
    }
    return bySite;
  }

  /** Raises the bound until it hardly rises any more, or time is up, even amid a round. */
  void run(Budget budget) {
    double[][] at = share;
    double[] charges = charge;
    double step = STEP;
    int idle = 0;
    double before = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Cheapest cheapest = cheapest(at, charges, budget);
      if (cheapest == null) {
        return;
      }
      double value = place(cheapest, charges, round == 0 ? 1 : NEWEST);
      if (value > bound) {
        bound = value;
        share = at;
        charge = charges;
        step = Math.min(LONGEST, step * LONGER);
        idle = 0;
      } else if (++idle == PATIENCE) {
        step *= SHORTER;
        idle = 0;
      }
      if (round % WINDOW == WINDOW - 1) {
        if (bound - before <= STALLED * bound) {
          return;
        }
        before = bound;
      }
      at = new double[share.length][];
      double[] used = new double[charge.length];
      double[] dear = new double[charge.length];
      for (int t : open) {
        at[t] = step(t, step, used, dear);
      }
      charges = charge.clone();
      for (int q = 0; q < charges.length; q++) {
        double over = used[q] / Math.max(1, model.quotaLimit()[q]) - 1;
        charges[q] = Math.max(0, charges[q] + step * dear[q] * Math.max(-1, Math.min(1, over)));
      }
    }
  }

  /**
   * New shares of a kind's price.
   *
   * @param used receives what its bins use of quotas
   * @param dear receives the least price of a unit of each quota; 0 where all are free
   */
  private double[] step(int kind, double step, double[] used, double[] dear) {
    double[] from = share[kind];
    double most = 1e-9;
    double bins = 0;
    for (int d = 0; d < dims; d++) {
      most = Math.max(most, load[kind][d]);
      bins += from[d] * load[kind][d];
    }
    double[] to = new double[dims];
    for (int d = 0; d < dims; d++) {
      to[d] = from[d] * Math.exp(step * (load[kind][d] - bins) / most);
    }
    for (int i = 0; i < model.quotaOf()[kind].length; i++) {
      int quota = model.quotaOf()[kind][i];
      double use = (double) model.quotaUse()[kind][i];
      used[quota] += bins * use;
      double each = use > 0 ? model.cost()[kind] / use : 0;
      if (each > 0) {
        dear[quota] = dear[quota] == 0 ? each : Math.min(dear[quota], each);
      }
    }
    return shares(kind, to);
  }

  /** What parts of a bin's price its dimensions have, from figures in proportion. */
  private double[] shares(int kind, double[] figures) {
    double sum = 0;
    double[] shares = new double[dims];
    double all = Arrays.stream(figures).sum();
    for (int d = 0; d < dims; d++) {
      double one = all > 0 ? figures[d] / all : 1;
      shares[d] = model.capacity()[kind][d] == 0 ? 0 : Math.max(LEAST_SHARE, one);
      sum += shares[d];
    }
    for (int d = 0; d < dims && sum > 0; d++) {
      shares[d] /= sum;
    }
    return shares;
  }

  /**
   * What room costs by dimension, where a bin costs its price and what is charged for the quotas
   * that it counts against.
   */
  private double[] room(int kind, double[] shares, double[] charges) {
    double price = (double) model.cost()[kind];
    for (int i = 0; i < model.quotaOf()[kind].length; i++) {
      price += charges[model.quotaOf()[kind][i]] * model.quotaUse()[kind][i];
    }
    double[] room = new double[dims];
    for (int d = 0; d < dims; d++) {
      room[d] = shares[d] * price / capacity(kind, d);
    }
    return room;
  }

  private double capacity(int kind, int dimension) {
    return (double) Math.max(1, model.capacity()[kind][dimension]);
  }

  /** What a unit of a class costs at a site where room costs so much. */
  private double price(int site, int of, double[] room) {
    double[] sizes = size[site];
    double sum = extra[site][of];
    for (int d = 0, at = of * dims; d < dims; d++) {
      sum += room[d] * sizes[at + d];
    }
    return sum;
  }

  /** What a unit costs where it is cheapest, and on which kind that is; both by slot. */
  @SuppressWarnings("ArrayRecordComponent") // made for one round
  private record Cheapest(double[] price, int[] kind) {}

  /** Asks every class for its cheapest kind in each domain; null where time is up before. */
  private @Nullable Cheapest cheapest(double[][] shares, double[] charges, Budget budget) {
    double[] least = new double[firstSlot[model.classes()]];
    int[] kindOf = new int[least.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < open.length; i++) {
      if (i % KINDS_A_LOOK == 0 && budget.exhausted()) {
        return null;
      }
      int t = open[i];
      int site = model.site()[t];
      int[] slots = slot[site];
      double[] room = room(t, shares[t], charges);
      for (int j : area.held(t)) {
        double each = price(site, j, room);
        if (each < least[slots[j]]) {
          least[slots[j]] = each;
          kindOf[slots[j]] = t;
        }
      }
    }
    return new Cheapest(least, kindOf);
  }

  /**
   * Places every class where it is cheapest, as far as caps allow, and mixes that into the mean.
   *
   * @return what it costs less what charges give back: no packing costs less
   */
  private double place(Cheapest cheapest, double[] charges, double newest) {
    scale(load, 1 - newest);
    scale(units, 1 - newest);
    double[] least = cheapest.price();
    double sum = 0;
    for (int j = 0; j < model.classes(); j++) {
      double left = model.need()[j];
      while (left > 0) {
        int best = least(least, firstSlot[j], firstSlot[j + 1]);
        if (least[best] == Double.POSITIVE_INFINITY) {
          break;
        }
        double some = Math.min(left, (double) model.cap()[j]);
        int t = cheapest.kind()[best];
        int site = model.site()[t];
        units[site][j] += newest * some;
        for (int d = 0; d < dims; d++) {
          load[t][d] += newest * some * size[site][j * dims + d] / capacity(t, d);
        }
        sum += some * least[best];
        left -= some;
        least[best] = Double.POSITIVE_INFINITY;
      }
    }
    double given = 0;
    for (int q = 0; q < charges.length; q++) {
      given += charges[q] * model.quotaLimit()[q];
    }
    return sum - given - ROUNDING * (sum + given);
  }

  /** The place of the least figure of a range. */
  private static int least(double[] figures, int from, int to) {
    int best = from;
    for (int at = from + 1; at < to; at++) {
      best = figures[at] < figures[best] ? at : best;
    }
    return best;
  }

  private static void scale(double[][] figures, double by) {
    for (double[] row : figures) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= by;
      }
    }
  }
}
