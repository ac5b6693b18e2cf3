package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What classes need in a linear master problem, and how it is spread: needs are rows from the
 * start, spread becomes rows once a solution breaks it.
 *
 * <p>Spread is linear without further variables: {@code sum over lots of min(cap, covered) >= need}
 * is the family of rows {@code covered outside S >= need - cap(S)} over all sets S of lots, of
 * which the most broken one is added. Where counted units cost something, a class has a variable a
 * lot instead. Not thread safe.
 */
final class Covers {
  private static final double BROKEN = 1e-6;
  private static final int FEW_LOTS = 4;

  /** Units of a class outside some lots. */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  private record Cover(boolean[] excluded, int row) {}

  private final PackingModel model;
  private final Simplex lp;
  private final BinRows rows;

  /** Units that the plan is for, by class. */
  private final long[] planned;

  private final List<List<Cover>> covers = new ArrayList<>();
  private final boolean[] byLot;

  /** Columns of counted units, by class and lot; null for classes without. */
  private final int[][] unitColumns;

  private final int[][] unitDomainRows;
  private final int[] unmetColumns;
  private final int[] needRows;
  private @Nullable Residual fixed;

  /** Adds the first rows and columns, which must be the first of the program. */
  Covers(PackingModel model, Simplex lp, BinRows rows, long[] planned) {
    this.model = model;
    this.lp = lp;
    this.rows = rows;
    this.planned = planned;
    int classes = model.classes();
    byLot = new boolean[classes];
    unitColumns = new int[classes][];
    unitDomainRows = new int[classes][];
    unmetColumns = new int[classes];
    needRows = new int[classes];
    for (int j = 0; j < classes; j++) {
      for (double cost : model.lotCost()[j]) {
        byLot[j] |= cost != 0;
      }
      covers.add(new ArrayList<>());
      int lots = model.lots(j);
      byLot[j] |= lots > model.domains(j);
      // The family of rows is long where spread binds; with few lots a variable each is shorter.
      byLot[j] |= lots > 1 && lots <= FEW_LOTS && model.cap()[j] < model.need()[j];
      needRows[j] = rows.add(true, (double) planned[j]);
      if (byLot[j]) {
        addUnits(j);
      } else {
        covers.get(j).add(new Cover(new boolean[lots], needRows[j]));
      }
      unmetColumns[j] =
          lp.addColumn(0, Double.POSITIVE_INFINITY, new int[] {needRows[j]}, new double[] {1});
    }
  }

  private void addUnits(int of) {
    int lots = model.lots(of);
    unitColumns[of] = new int[lots];
    int[] domainRows = addDomainRows(of);
    unitDomainRows[of] = domainRows;
    for (int lot = 0; lot < lots; lot++) {
      boolean[] excluded = new boolean[lots];
      Arrays.fill(excluded, true);
      excluded[lot] = false;
      int row = rows.add(true, 0);
      covers.get(of).add(new Cover(excluded, row));
      double cap = model.countable(of);
      int shared = domainRows[model.domain()[of][lot]];
      unitColumns[of][lot] =
          shared < 0
              ? lp.addColumn(
                  model.lotCost()[of][lot],
                  cap,
                  new int[] {needRows[of], row},
                  new double[] {1, -1})
              : lp.addColumn(
                  model.lotCost()[of][lot],
                  cap,
                  new int[] {needRows[of], row, shared},
                  new double[] {1, -1, 1});
    }
  }

  /** Rows for the caps of domains that have several lots; -1 where a lot's own bound will do. */
  private int[] addDomainRows(int of) {
    int[] domainRows = new int[model.domains(of)];
    int[] lots = new int[domainRows.length];
    Arrays.fill(domainRows, -1);
    for (int domain : model.domain()[of]) {
      lots[domain]++;
      if (lots[domain] == 2 && model.cap()[of] < model.need()[of]) {
        domainRows[domain] = rows.add(false, (double) model.cap()[of]);
      }
    }
    return domainRows;
  }

  /** Columns of units that are left unmet, by class. */
  int[] unmetColumns() {
    return unmetColumns;
  }

  /** Units of a class that the plan is for. */
  long planned(int of) {
    return planned[of];
  }

  /** Whether the basis holds the room to spare of a class' need. */
  boolean needIsSpare(int of) {
    return lp.basic(-1 - needRows[of]);
  }

  /** Tells the rows that a filling is in. */
  void of(Master.Filling filling, Entries into) {
    int site = model.site()[filling.kind()];
    for (int i = 0; i < filling.classes().length; i++) {
      int of = filling.classes()[i];
      int lot = model.lot()[site][of];
      for (Cover cover : covers.get(of)) {
        if (!cover.excluded()[lot]) {
          into.add(cover.row(), filling.units()[i]);
        }
      }
    }
  }

  /**
   * Unit columns of a basis.
   *
   * @param units by class and lot
   * @param basic receives those in the basis
   * @param full receives those at their upper bounds
   */
  void begin(double[][] units, List<Integer> basic, List<Integer> full) {
    for (int j = 0; j < units.length; j++) {
      if (!byLot[j]) {
        continue;
      }
      int between = -1;
      for (int lot = 0; lot < units[j].length; lot++) {
        boolean atCap = units[j][lot] >= model.countable(j);
        if (atCap) {
          full.add(unitColumns[j][lot]);
        }
        // One unit column a class moves freely: the one between its bounds, if there is one.
        if (units[j][lot] > 0 && (between < 0 || !atCap)) {
          between = lot;
        }
      }
      if (between >= 0) {
        basic.add(unitColumns[j][between]);
      }
    }
  }

  /** The row that is spare where a class has room to spare at a lot. */
  int spareRow(int of, int lot) {
    return covers.get(of).get(byLot[of] ? lot : 0).row();
  }

  /** Adds the rows that the present solution breaks; whether there are any. */
  boolean separate() {
    double[][] covered = new double[model.classes()][];
    for (int j = 0; j < covered.length; j++) {
      covered[j] = new double[model.lots(j)];
    }
    rows.used(
        (filling, value) -> {
          int site = model.site()[filling.kind()];
          for (int i = 0; i < filling.classes().length; i++) {
            int of = filling.classes()[i];
            covered[of][model.lot()[site][of]] += value * filling.units()[i];
          }
        });
    boolean added = false;
    for (int j = 0; j < covered.length; j++) {
      if (!byLot[j] && covered[j].length > 0) {
        added |= add(j, covered[j]);
      }
    }
    return added;
  }

  private boolean add(int of, double[] covered) {
    boolean[] excluded = new boolean[covered.length];
    double outside = 0;
    double capped = 0;
    for (int lot = 0; lot < covered.length; lot++) {
      long cap = capLeft(of, lot);
      if (covered[lot] > cap) {
        excluded[lot] = true;
        capped += cap;
      } else {
        outside += covered[lot];
      }
    }
    double need = needLeft(of);
    double unmet = lp.columnValue(unmetColumns[of]);
    if (outside + capped + unmet >= need - BROKEN * (1 + need)) {
      return false;
    }
    for (Cover cover : covers.get(of)) {
      if (Arrays.equals(cover.excluded(), excluded)) {
        return false;
      }
    }
    double whole = planned[of];
    for (boolean left : excluded) {
      whole -= left ? model.cap()[of] : 0;
    }
    int row =
        rows.add(
            true,
            side(of, excluded),
            Math.max(0, whole),
            filling -> outside(of, excluded, filling),
            unmetColumns[of]);
    covers.get(of).add(new Cover(excluded, row));
    return true;
  }

  /** Units of a class that a filling counts outside some lots. */
  private double outside(int of, boolean[] excluded, Master.Filling filling) {
    int place = Arrays.binarySearch(filling.classes(), of);
    return place >= 0 && !excluded[model.lot()[model.site()[filling.kind()]][of]]
        ? filling.units()[place]
        : 0;
  }

  private double needLeft(int of) {
    return fixed == null ? planned[of] : fixed.unmet[of];
  }

  private long capLeft(int of, int lot) {
    long cap = model.cap()[of];
    return fixed == null || cap == Long.MAX_VALUE
        ? cap
        : cap - Math.min(cap, fixed.covered[of][lot]);
  }

  private double side(int of, boolean[] excluded) {
    double side = needLeft(of);
    for (int lot = 0; lot < excluded.length; lot++) {
      if (excluded[lot]) {
        side -= capLeft(of, lot);
      }
    }
    return Math.max(0, side);
  }

  /** Leaves only what a partial packing does; null for the whole problem. */
  void restrictTo(@Nullable Residual partial) {
    fixed = partial;
    for (int j = 0; j < covers.size(); j++) {
      List<Cover> own = covers.get(j);
      for (int k = 0; k < own.size(); k++) {
        // Where a class has a row a lot, rows come in the order of lots.
        double side =
            byLot[j]
                ? (partial == null ? 0 : -(double) partial.covered[j][k])
                : side(j, own.get(k).excluded());
        lp.changeSide(own.get(k).row(), side);
      }
    }
  }

  /** Prices of needs, by class, as values of rows. */
  void price(double[] prices, double[] into) {
    for (int j = 0; j < prices.length; j++) {
      into[needRows[j]] = prices[j];
    }
  }

  /** Adds what a unit of each class is worth beyond to values of rows. */
  void raise(double[] more, double[] into) {
    for (int j = 0; j < more.length; j++) {
      into[needRows[j]] += more[j];
      for (Cover cover : byLot[j] ? covers.get(j) : List.<Cover>of()) {
        into[cover.row()] += more[j];
      }
    }
  }

  /** What a unit of a class at a lot is worth. */
  double unitValue(Duals duals, int of, int lot) {
    double sum = 0;
    for (Cover cover : covers.get(of)) {
      if (!cover.excluded()[lot]) {
        sum += duals.row(cover.row());
      }
    }
    return sum;
  }

  /** The shadow price of a class' need. */
  double needDual(Duals duals, int of) {
    return duals.row(needRows[of]);
  }

  /** A sum less what unit columns owe when duals are divided by {@code shrink}. */
  double lessOwed(double from, Duals duals, double shrink) {
    double sum = from;
    for (int j = 0; j < covers.size(); j++) {
      if (!byLot[j]) {
        continue;
      }
      for (int lot = 0; lot < unitColumns[j].length; lot++) {
        double owed =
            model.lotCost()[j][lot]
                - (needDual(duals, j)
                        - duals.row(covers.get(j).get(lot).row())
                        + domainDual(duals, j, lot))
                    / shrink;
        double cap = model.countable(j);
        sum += cap * Math.min(0, owed);
      }
    }
    return sum;
  }

  private double domainDual(Duals duals, int of, int lot) {
    int row = unitDomainRows[of][model.domain()[of][lot]];
    return row < 0 ? 0 : duals.row(row);
  }
}
