package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The relaxation in which bins of a site that hold about the same classes are one large bin, a
 * pool: it has a row a pool and dimension and a row a quota, however many classes there are, so its
 * bound and its prices of room are there within milliseconds. How classes share the pools is chosen
 * by column generation (Dantzig and Wolfe 1960): a column is a way for all of them at once. Not
 * thread safe; used once.
 */
final class AreaRelaxation {
  private static final double ENOUGH = 1e-4;
  private static final int ROUNDS = 200;

  /** More rows than this take longer than they are worth. */
  private static final int MOST_ROWS = 300;

  /** Pools of a site; more tell bins apart more finely. */
  private static final int POOLS = 10;

  private static final double SMOOTHING = 0.3;

  private final PackingModel model;
  private final int dims;

  /** The pool of each kind; -1 where no class fits. */
  private final int[] pool;

  /** Classes that a bin of each kind holds. */
  private final int[][] held;

  /** The site of each pool. */
  private final int[] site;

  /** Whether a class fits some bin of a pool, by pool and class. */
  private final boolean[][] fits;

  private final double unit;
  private final double[] total;
  private final Simplex lp = new Simplex();
  private final List<Integer> shareColumns = new ArrayList<>();
  private final List<double[][]> shares = new ArrayList<>();
  private double[][] units;
  private double bound;
  private double[][] best;

  /** What a unit of each quota is charged at the best prices. */
  private double[] charges;

  /**
   * A relaxation.
   *
   * @param simple a bound known already, above 0; figures are scaled by it
   */
  AreaRelaxation(PackingModel model, double simple) {
    this.model = model;
    this.dims = model.dimensions();
    this.unit = simple;
    this.total = new double[dims];
    this.pool = new int[model.kinds()];
    this.held = new int[model.kinds()][];
    Map<Long, Integer> pools = new LinkedHashMap<>();
    List<Integer> sites = new ArrayList<>();
    for (int t = 0; t < pool.length; t++) {
      int kind = t;
      pool[t] = -1;
      held[t] = IntStream.range(0, model.classes()).filter(j -> model.holds(kind, j)).toArray();
      if (held[t].length > 0 && model.available()[t] > 0) {
        long step = ((long) held[t].length * POOLS - 1) / model.classes();
        long name = (long) model.site()[t] * POOLS + step;
        pool[t] = pools.computeIfAbsent(name, key -> pools.size());
        if (pool[t] == sites.size()) {
          sites.add(model.site()[t]);
        }
      }
    }
    this.site = sites.stream().mapToInt(Integer::intValue).toArray();
    this.fits = new boolean[site.length][model.classes()];
    for (int t = 0; t < pool.length; t++) {
      for (int j : pool[t] >= 0 ? held[t] : new int[0]) {
        fits[pool[t]][j] = true;
      }
    }
    this.units = new double[site.length][model.classes()];
    this.best = new double[site.length][dims];
    this.charges = new double[model.quotaLimit().length];
    for (int j = 0; j < model.classes(); j++) {
      for (int d = 0; d < dims; d++) {
        total[d] += (double) model.size()[j][d] * model.need()[j];
      }
    }
  }

  static boolean suits(PackingModel model) {
    int rows = POOLS * model.rate().length * model.dimensions() + model.quotaLimit().length;
    return rows <= MOST_ROWS && model.kinds() > 1;
  }

  /** Proven: no packing costs less. */
  double bound() {
    return bound;
  }

  /** How many units of each class stand in each pool, by pool and class. */
  double[][] units() {
    return units;
  }

  /** The kinds of a pool, those first whose room is cheapest in all. */
  int[] kinds(int of) {
    double[] ratio = new double[pool.length];
    for (int t = 0; t < ratio.length; t++) {
      for (int d = 0; d < dims && pool[t] == of; d++) {
        ratio[t] += best[of][d] * model.capacity()[t][d] / Math.max(1, model.cost()[t]);
      }
    }
    int[] kinds = IntStream.range(0, pool.length).filter(t -> pool[t] == of).toArray();
    return Orders.descending(kinds, t -> ratio[t]);
  }

  /** The site of a pool. */
  int site(int of) {
    return site[of];
  }

  /** What room for one copy costs, and the copy with it, for each unit that it counts. */
  double unitPrice(double[][] room, int in, int of) {
    double sum = 0;
    for (int d = 0; d < dims; d++) {
      sum += room[in][d] * model.size()[of][d];
    }
    long[] perCopy = model.copyCost()[site[in]];
    return (sum + (perCopy == null ? 0 : perCopy[of])) / model.rate()[site[in]][of]
        + model.lotCost()[of][model.lot()[site[in]][of]];
  }

  /** The price of room by pool and dimension at which the bound was proven. */
  double[][] room() {
    return best;
  }

  /** The pool of a kind; -1 where no class fits. */
  int pool(int kind) {
    return pool[kind];
  }

  /** Classes that a bin of a kind holds. */
  int[] held(int kind) {
    return held[kind];
  }

  /** What a unit of each quota is charged at which the bound was proven, from 0. */
  double[] charges() {
    return charges;
  }

  void run(Budget budget) {
    for (int row = 0; row < site.length * dims; row++) {
      lp.addRow(true, 0);
    }
    int whole = lp.addRow(true, 1);
    int quotas = model.quotaLimit().length;
    for (int q = 0; q < quotas; q++) {
      lp.addRow(false, model.quotaLimit()[q] / quotaScale(q));
    }
    addKinds(whole);
    lp.addColumn(1e4, Double.POSITIVE_INFINITY, new int[] {whole}, new double[] {1});
    double[] centre = null;
    double share = 0;
    for (int round = 0; round < ROUNDS && !budget.exhausted(); round++) {
      if (lp.solve(budget) != Simplex.Outcome.OPTIMAL) {
        break;
      }
      double[] outer = new double[lp.rows()];
      for (int row = 0; row < outer.length; row++) {
        outer[row] =
            lp.dual(row) * (centre == null ? 1 : 1 - share)
                + (centre == null ? 0 : share * centre[row]);
      }
      double before = bound;
      learn(outer, whole);
      if (bound > before || centre == null) {
        centre = outer;
      }
      double value = lp.objective() * unit;
      if (value - bound <= ENOUGH * value) {
        break;
      }
      share = bound > before ? SMOOTHING : 0;
    }
    mix();
  }

  private double quotaScale(int quota) {
    return Math.max(1, model.quotaLimit()[quota]);
  }

  private void addKinds(int whole) {
    for (int t = 0; t < model.kinds(); t++) {
      if (pool[t] < 0) {
        continue;
      }
      double price = Math.max(1, model.cost()[t]);
      int[] quotas = model.quotaOf()[t];
      int[] rows = new int[dims + quotas.length];
      double[] entries = new double[rows.length];
      for (int d = 0; d < dims; d++) {
        rows[d] = pool[t] * dims + d;
        entries[d] = model.capacity()[t][d] / Math.max(1, total[d]) * (unit / price);
      }
      for (int i = 0; i < quotas.length; i++) {
        rows[dims + i] = whole + 1 + quotas[i];
        entries[dims + i] = model.quotaUse()[t][i] / quotaScale(quotas[i]) * (unit / price);
      }
      double upper =
          model.available()[t] == Long.MAX_VALUE
              ? Double.POSITIVE_INFINITY
              : model.available()[t] * price / unit;
      lp.addColumn(model.cost()[t] / price, upper, rows, entries);
    }
  }

  /** Takes up what duals prove, and adds the way to share that is cheapest at them. */
  private void learn(double[] duals, int whole) {
    double[][] room = new double[site.length][dims];
    for (int s = 0; s < site.length; s++) {
      for (int d = 0; d < dims; d++) {
        room[s][d] = duals[s * dims + d] * unit / Math.max(1, total[d]);
      }
    }
    double limits = 0;
    double[] charge = new double[model.quotaLimit().length];
    for (int q = 0; q < charge.length; q++) {
      charge[q] = -duals[whole + 1 + q] * unit / quotaScale(q);
      limits += charge[q] * model.quotaLimit()[q];
    }
    shrink(room, charge);
    double[][] placed = new double[site.length][model.classes()];
    double cost = place(room, placed);
    double safe = (cost - limits) * (1 - 1e-9);
    if (safe > bound) {
      bound = safe;
      best = room;
      charges = charge;
    }
    addShare(placed, whole);
  }

  /** Lowers the price of room in a pool until no bin there is worth more than it costs. */
  private void shrink(double[][] room, double[] charge) {
    double[] most = new double[site.length];
    Arrays.fill(most, 1);
    for (int t = 0; t < model.kinds(); t++) {
      int in = pool[t];
      if (in < 0) {
        continue;
      }
      double worth = 0;
      for (int d = 0; d < dims; d++) {
        worth += room[in][d] * model.capacity()[t][d];
      }
      double price = model.cost()[t];
      for (int i = 0; i < model.quotaOf()[t].length; i++) {
        price += charge[model.quotaOf()[t][i]] * model.quotaUse()[t][i];
      }
      if (worth > price) {
        most[in] = Math.max(most[in], price > 0 ? worth / price : Double.POSITIVE_INFINITY);
      }
    }
    for (int s = 0; s < site.length; s++) {
      for (int d = 0; d < dims; d++) {
        room[s][d] = Double.isInfinite(most[s]) ? 0 : room[s][d] / most[s];
      }
    }
  }

  /** Places every class where it is cheapest, as far as caps allow; returns what that costs. */
  private double place(double[][] room, double[][] placed) {
    double sum = 0;
    for (int j = 0; j < model.classes(); j++) {
      int domains = model.domains(j);
      double[] price = new double[domains];
      int[] at = new int[domains];
      Arrays.fill(price, Double.POSITIVE_INFINITY);
      for (int s = 0; s < site.length; s++) {
        if (!fits[s][j]) {
          continue;
        }
        int domain = model.domain()[j][model.lot()[site[s]][j]];
        double each = unitPrice(room, s, j);
        if (each < price[domain]) {
          price[domain] = each;
          at[domain] = s;
        }
      }
      double left = model.need()[j];
      while (left > 0) {
        int least = -1;
        for (int d = 0; d < domains; d++) {
          if (price[d] < (least < 0 ? Double.POSITIVE_INFINITY : price[least])) {
            least = d;
          }
        }
        if (least < 0) {
          break;
        }
        double some = Math.min(left, (double) model.cap()[j]);
        placed[at[least]][j] += some;
        sum += some * price[least];
        left -= some;
        price[least] = Double.POSITIVE_INFINITY;
      }
    }
    return sum;
  }

  private void addShare(double[][] placed, int whole) {
    int[] rows = new int[site.length * dims + 1];
    double[] entries = new double[rows.length];
    double cost = 0;
    for (int s = 0; s < site.length; s++) {
      long[] perCopy = model.copyCost()[site[s]];
      for (int j = 0; j < model.classes(); j++) {
        if (placed[s][j] > 0) {
          double copies = placed[s][j] / model.rate()[site[s]][j];
          for (int d = 0; d < dims; d++) {
            entries[s * dims + d] -= copies * model.size()[j][d] / Math.max(1, total[d]);
          }
          cost += (perCopy == null ? 0 : perCopy[j] * copies);
          cost += model.lotCost()[j][model.lot()[site[s]][j]] * placed[s][j];
        }
      }
    }
    for (int row = 0; row < rows.length - 1; row++) {
      rows[row] = row;
    }
    rows[whole] = whole;
    entries[whole] = 1;
    shareColumns.add(lp.addColumn(cost / unit, Double.POSITIVE_INFINITY, rows, entries));
    shares.add(placed);
  }

  /** What the solution's mix of columns places in each pool. */
  private void mix() {
    double sum = 0;
    for (int i = 0; i < shares.size(); i++) {
      double weight = lp.columnValue(shareColumns.get(i));
      sum += weight;
      for (int s = 0; weight > 1e-9 && s < site.length; s++) {
        for (int j = 0; j < model.classes(); j++) {
          units[s][j] += weight * shares.get(i)[s][j];
        }
      }
    }
    if (sum < 1e-6 && !shares.isEmpty()) {
      units = shares.get(shares.size() - 1);
    } else {
      for (double[] row : units) {
        for (int j = 0; j < row.length; j++) {
          row[j] /= Math.max(sum, 1e-9);
        }
      }
    }
  }
}
