package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.stream.IntStream;

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

  /** Far more than all rounding. */
  private static final double ROUNDING = 1e-9;

  private final PackingModel model;
  private final int dims;
  private final int[] open;

  /** Classes that a kind holds. */
  private final int[][] held;

  /** What part of a bin a unit takes, by kind and, one dimension after the other, place in it. */
  private final double[][] part;

  /** What a unit costs beside its room, by kind and place. */
  private final double[][] extra;

  /** The number of a class' domain among all classes' domains, by kind and place. */
  private final int[][] slot;

  /** The number of each class' first domain, and of all. */
  private final int[] firstSlot;

  /** The best prices: the share of a bin's price by kind and dimension, and charges by quota. */
  private double[][] share;

  private double[] charge;
  private double bound;

  /**
   * The mean way to place all: units by kind and place, and bins asked for by kind and dimension.
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
    this.dims = model.dimensions();
    int kinds = model.kinds();
    this.open = IntStream.range(0, kinds).filter(t -> area.pool(t) >= 0).toArray();
    this.held = new int[kinds][];
    this.part = new double[kinds][];
    this.extra = new double[kinds][];
    this.slot = new int[kinds][];
    this.firstSlot = new int[model.classes() + 1];
    for (int j = 0; j < model.classes(); j++) {
      firstSlot[j + 1] = firstSlot[j] + model.domains(j);
    }
    this.share = new double[kinds][];
    this.charge = Arrays.stream(area.charges()).map(of -> Math.max(0, of)).toArray();
    this.units = new double[kinds][];
    this.load = new double[kinds][dims];
    for (int t : open) {
      held[t] = IntStream.range(0, model.classes()).filter(j -> model.holds(t, j)).toArray();
      units[t] = new double[held[t].length];
      prepare(t);
      double[] worth = new double[dims];
      Arrays.setAll(worth, d -> area.room()[area.pool(t)][d] * model.capacity()[t][d]);
      share[t] = shares(t, worth);
    }
  }

  private void prepare(int kind) {
    int site = model.site()[kind];
    long[] perCopy = model.copyCost()[site];
    int places = held[kind].length;
    part[kind] = new double[places * dims];
    extra[kind] = new double[places];
    slot[kind] = new int[places];
    for (int i = 0; i < places; i++) {
      int of = held[kind][i];
      int lot = model.lot()[site][of];
      double rate = (double) model.rate()[site][of];
      for (int d = 0; d < dims; d++) {
        part[kind][i * dims + d] =
            model.size()[of][d] / (double) Math.max(1, model.capacity()[kind][d]) / rate;
      }
      extra[kind][i] = (perCopy == null ? 0 : perCopy[of] / rate) + model.lotCost()[of][lot];
      slot[kind][i] = firstSlot[of] + model.domain()[of][lot];
    }
  }

  /** Proven: no packing costs less. */
  double bound() {
    return bound;
  }

  /** How many units of each class stand at each site, by site and class. */
  double[][] units() {
    double[][] bySite = new double[model.rate().length][model.classes()];
    for (int t : open) {
      for (int i = 0; i < held[t].length; i++) {
        bySite[model.site()[t]][held[t][i]] += units[t][i];
      }
    }
    return bySite;
  }

  /** What a unit of each class costs at the best prices, by site and class; infinite for none. */
  double[][] prices() {
    double[][] bySite = new double[model.rate().length][model.classes()];
    for (double[] row : bySite) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    for (int t : open) {
      double[] at = bySite[model.site()[t]];
      double[] room = room(t, share[t], charge);
      for (int i = 0; i < held[t].length; i++) {
        at[held[t][i]] = Math.min(at[held[t][i]], price(t, i, room));
      }
    }
    return bySite;
  }

  /** Raises the bound until it hardly rises any more, or time is up. */
  void run(Budget budget) {
    double[][] at = share;
    double[] charges = charge;
    double step = STEP;
    int idle = 0;
    double before = 0;
    for (int round = 0; round < ROUNDS && !budget.exhausted(); round++) {
      double value = place(at, charges, round == 0 ? 1 : NEWEST);
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
   * @param dear receives the least price of a unit of each quota
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
      if (use > 0) {
        double each = model.cost()[kind] / use;
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

  /** What the room of a bin costs, with what is charged for the quotas that it counts against. */
  private double[] room(int kind, double[] shares, double[] charges) {
    double price = (double) model.cost()[kind];
    for (int i = 0; i < model.quotaOf()[kind].length; i++) {
      price += charges[model.quotaOf()[kind][i]] * model.quotaUse()[kind][i];
    }
    double[] room = new double[dims];
    for (int d = 0; d < dims; d++) {
      room[d] = shares[d] * price;
    }
    return room;
  }

  /** What a unit of the class at a place costs on a kind. */
  private double price(int kind, int place, double[] room) {
    double[] parts = part[kind];
    double sum = extra[kind][place];
    for (int d = 0, at = place * dims; d < dims; d++) {
      sum += room[d] * parts[at + d];
    }
    return sum;
  }

  /**
   * Places every class where it is cheapest, as far as caps allow, and mixes that into the mean.
   *
   * @return what it costs less what charges give back: no packing costs less
   */
  private double place(double[][] shares, double[] charges, double newest) {
    int slots = firstSlot[model.classes()];
    double[] least = new double[slots];
    int[] kindOf = new int[slots];
    int[] placeOf = new int[slots];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int t : open) {
      double[] room = room(t, shares[t], charges);
      int[] slotAt = slot[t];
      for (int i = 0; i < slotAt.length; i++) {
        double each = price(t, i, room);
        if (each < least[slotAt[i]]) {
          least[slotAt[i]] = each;
          kindOf[slotAt[i]] = t;
          placeOf[slotAt[i]] = i;
        }
      }
      scale(load[t], 1 - newest);
      scale(units[t], 1 - newest);
    }
    double sum = 0;
    for (int j = 0; j < model.classes(); j++) {
      double left = model.need()[j];
      while (left > 0) {
        int best = cheapest(least, firstSlot[j], firstSlot[j + 1]);
        if (least[best] == Double.POSITIVE_INFINITY) {
          break;
        }
        double some = Math.min(left, (double) model.cap()[j]);
        int t = kindOf[best];
        units[t][placeOf[best]] += newest * some;
        for (int d = 0; d < dims; d++) {
          load[t][d] += newest * some * part[t][placeOf[best] * dims + d];
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

  private static int cheapest(double[] figures, int from, int to) {
    int best = from;
    for (int at = from + 1; at < to; at++) {
      best = figures[at] < figures[best] ? at : best;
    }
    return best;
  }

  private static void scale(double[] figures, double by) {
    for (int i = 0; i < figures.length; i++) {
      figures[i] *= by;
    }
  }
}
