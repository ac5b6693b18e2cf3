package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The linear master problem over the patterns known so far. Needs are rows from the start; spread
 * ({@link Covers}), quotas and availability ({@link Limits}) become rows once a solution breaks
 * them. Not thread safe.
 */
final class Master {
  /** The price of a unit that is left unmet, as a multiple of serving it alone. */
  private static final double FIRST_PENALTY = 4;

  /**
   * A bin's content as the rows see it.
   *
   * @param units what each class counts
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  record Filling(int kind, int[] classes, double[] units, double cost) {}

  final PackingModel model;
  final Simplex lp = new Simplex();
  final List<Pattern> patterns = new ArrayList<>();
  final UnmetUnits unmet;
  final Covers covers;
  final Limits limits;
  private final BinRows rows = new BinRows(lp);
  private final Map<Pattern, Integer> columnOf = new HashMap<>();
  private final List<Integer> patternColumns = new ArrayList<>();
  private final double grid;

  /** Rows that every master of the same classes and lots has, in the same order. */
  private final int firstRows;

  Master(PackingModel model) {
    this(model, model.need());
  }

  /** The same for a plan of fewer units, where bins may still hold all that the model needs. */
  Master(PackingModel model, long[] planned) {
    this.model = model;
    covers = new Covers(model, lp, rows, planned);
    limits = new Limits(model, lp, rows);
    unmet = new UnmetUnits(model, lp, covers.unmetColumns());
    firstRows = lp.rows();
    lp.fallBackOn(covers.unmetColumns());
    unmet.penalize(FIRST_PENALTY);
    long dearest = 1;
    for (int t = 0; t < model.kinds(); t++) {
      dearest = Math.max(dearest, model.cost()[t] + model.startCost());
    }
    // Values on this grid have room for exact sums in a double up to 64 times the dearest bin.
    grid = Math.scalb(1.0, Math.getExponent((double) dearest) - 45);
  }

  /** Adds a pattern unless it is known. */
  boolean add(Pattern pattern) {
    if (columnOf.containsKey(pattern)) {
      return false;
    }
    double[] units = new double[pattern.classes().length];
    long[] rates = model.rate()[model.site()[pattern.kind()]];
    for (int i = 0; i < units.length; i++) {
      int of = pattern.classes()[i];
      units[i] = Math.min(pattern.copies()[i] * rates[of], model.countable(of));
    }
    int column =
        add(new Filling(pattern.kind(), pattern.classes(), units, (double) pattern.cost(model)));
    columnOf.put(pattern, column);
    patterns.add(pattern);
    patternColumns.add(column);
    return true;
  }

  /** Adds a filling that need not be one in whole numbers. */
  int add(Filling filling) {
    Entries entries = new Entries();
    covers.of(filling, entries);
    limits.of(filling.kind(), entries);
    return rows.add(filling, entries.places(), entries.values());
  }

  /**
   * Takes a basis from solutions of parts of the problem; the next solve mends what does not fit.
   *
   * @param basic patterns in it
   * @param spare classes and lots with room to spare
   * @param units by class and lot
   */
  void begin(List<Pattern> basic, List<int[]> spare, double[][] units) {
    List<Integer> variables = new ArrayList<>();
    List<Integer> full = new ArrayList<>();
    covers.begin(units, variables, full);
    for (Pattern pattern : basic) {
      Integer column = columnOf.get(pattern);
      if (column != null) {
        variables.add(column);
      }
    }
    for (int[] place : spare) {
      variables.add(-1 - covers.spareRow(place[0], place[1]));
    }
    lp.begin(variables.stream().limit(lp.rows()).mapToInt(Integer::intValue).toArray(), full);
  }

  /** Takes patterns out of use that hold more than would count beside a partial packing. */
  void keepProper(Residual partial) {
    for (int p = 0; p < patterns.size(); p++) {
      if (partial.fullUses(patterns.get(p)) > 0) {
        lp.release(column(p));
      } else {
        lp.changeUpper(column(p), 0);
      }
    }
  }

  /** All patterns may be used again. */
  void releaseAll() {
    patternColumns.forEach(lp::release);
  }

  int column(int pattern) {
    return patternColumns.get(pattern);
  }

  double value(int pattern) {
    return lp.columnValue(patternColumns.get(pattern));
  }

  /** The patterns of the present solution, and how many bins of each. */
  Map<Pattern, Double> solution() {
    Map<Pattern, Double> bins = new LinkedHashMap<>();
    for (int p = 0; p < patterns.size(); p++) {
      if (value(p) > 1e-9) {
        bins.put(patterns.get(p), value(p));
      }
    }
    return bins;
  }

  /** Solves with all rules that matter; new patterns and changed sides are both taken up. */
  Simplex.Outcome solve(Budget budget) {
    Simplex.Outcome outcome = lp.solve(budget);
    while (outcome == Simplex.Outcome.OPTIMAL && separate()) {
      outcome = lp.solve(budget);
    }
    return outcome;
  }

  /** Adds rows that the present solution breaks. */
  private boolean separate() {
    boolean limited = limits.separate();
    return covers.separate() || limited;
  }

  /** Lets the master plan only what a partial packing leaves; null for the whole problem. */
  void restrictTo(@Nullable Residual partial) {
    covers.restrictTo(partial);
    limits.restrictTo(partial);
  }

  /** Dual values that are a price for each class' need. */
  Duals duals(double[] prices) {
    double[] values = new double[lp.rows()];
    covers.price(prices, values);
    return new Duals(values, grid);
  }

  /** The dual values as they stand. */
  Duals duals() {
    double[] values = new double[lp.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = lp.dual(i);
    }
    return new Duals(values, grid);
  }

  /**
   * Values that another master of the same classes, lots and quotas gave its rows, for this one's
   * rows; covers that were broken are worth nothing.
   *
   * @param more what a unit of each class is worth beyond
   * @param excess what a bin of each kind that is limited in number is charged, from 0
   */
  Duals translate(Master other, Duals duals, double[] more, double[] excess) {
    limits.addRows(other.limits, excess);
    double[] values = new double[lp.rows()];
    for (int i = 0; i < firstRows; i++) {
      values[i] = duals.row(i);
    }
    limits.translate(other.limits, duals, excess, values);
    covers.raise(more, values);
    return new Duals(values, grid);
  }

  /** What a unit of a class at a lot is worth. */
  double unitValue(Duals duals, int of, int lot) {
    return covers.unitValue(duals, of, lot);
  }

  /** What limits charge for a bin of a kind, at most 0. */
  double limitValue(Duals duals, int kind) {
    return limits.value(duals, kind);
  }

  /** What the limits in use are worth in all, at most 0. */
  double limitsValue(Duals duals) {
    return limits.worth(duals);
  }

  /**
   * The dual objective of the whole problem when duals are divided by {@code shrink}, with what
   * unit columns owe subtracted: safe for any duals. Only of use for the whole problem.
   */
  double dualObjective(Duals duals, double shrink) {
    return covers.lessOwed(rows.worth(duals) / shrink, duals, shrink);
  }
}
