package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Linear programs {@code min c x, A x >= or <= b, 0 <= x <= u} by the revised simplex method with
 * bounded variables on sparse factors of the basis (Dantzig 1963; Maros, Computational Techniques
 * of the Simplex Method, 2003). Columns and rows may be added between solves; the primal method
 * continues after new columns, the dual method after new rows, right sides or bounds.
 *
 * <p>Row {@code i} has a logical variable {@code z_i = b_i - a_i x}, which is at most 0 for {@code
 * >=} and at least 0 for {@code <=}. Variables are numbered: a column by its index from 0, a
 * logical by {@code -1 - row}. Not thread safe.
 */
final class Simplex implements Candidates.Worth {
  static final double TOLERANCE = 1e-9;
  private static final double INFEASIBLE = 1e-8;

  /** A basis whose values are further from their bounds is no solution. */
  private static final double BROKEN = 1e-6;

  /** So far carried values may drift from those that equations give. */
  private static final double DRIFT = 1e-8;

  /** Pivots below this part of the largest entry are mostly rounding. */
  private static final double SAFE = 1e-9;

  /** So far the two ways to a pivot may differ, as a part of it. */
  private static final double AGREED = 1e-5;

  /** With more variables than this that may not enter, the basis is of no use. */
  private static final int MOST_UNSAFE = 30;

  /** A row of a sound basis' inverse holds no larger entries. */
  private static final double SOUND = 1e7;

  /** How a solve ended. */
  enum Outcome {
    OPTIMAL,
    INFEASIBLE,
    STOPPED
  }

  long pivots;
  private final LinearProgram program = new LinearProgram();
  private final Basis basis = new Basis(program);
  private final PrimalRatios primalRatios = new PrimalRatios(program, basis);
  private final DualRatios dualRatios = new DualRatios(program, basis);
  private double[] value = new double[16];
  private double[] dual = new double[16];

  /** The entering column as the basis sees it. */
  private double[] work = new double[16];

  /** A row of the basis' inverse. */
  private double[] line = new double[16];

  private final BasisFactor factor = new BasisFactor();
  private boolean factored;
  private boolean valuesKnown;
  private boolean dualsKnown;
  private final Candidates candidates = new Candidates();

  /** A basis to fall back on. */
  private int[] safe = {};

  /** Variables that no safe pivot brings into the present basis. */
  private final Set<Integer> unsafe = new HashSet<>();

  /** Adds a row without columns; its logical enters the basis. */
  int addRow(boolean greaterOrEqual, double rightSide) {
    return addRow(greaterOrEqual, rightSide, new int[0], new double[0]);
  }

  /** Adds a row with entries in columns that are there already. */
  int addRow(boolean greaterOrEqual, double rightSide, int[] inColumns, double[] inRow) {
    int row = program.addRow(greaterOrEqual, rightSide, inColumns, inRow);
    if (row == value.length) {
      int size = row * 2;
      value = Arrays.copyOf(value, size);
      dual = Arrays.copyOf(dual, size);
      work = new double[size];
      line = new double[size];
    }
    basis.addRow(row);
    dual[row] = 0;
    factored = false;
    return row;
  }

  /** Adds a column at its lower bound 0. */
  int addColumn(double price, double upperBound, int[] inRows, double[] values) {
    int column = program.addColumn(price, upperBound, inRows, values);
    basis.addColumn(column);
    return column;
  }

  void changeSide(int row, double rightSide) {
    if (rightSide != program.side[row]) {
      program.side[row] = rightSide;
      valuesKnown = false;
    }
  }

  int rows() {
    return program.rows;
  }

  double side(int row) {
    return program.side[row];
  }

  /** Changes a column's upper bound; a nonbasic one at its bound moves with it. */
  void changeUpper(int column, double bound) {
    if (basis.full(column)) {
      if (Double.isInfinite(bound)) {
        throw new IllegalArgumentException("a column at its bound cannot lose it");
      }
      valuesKnown = false;
    }
    program.upper[column] = bound;
  }

  /** Lets go of a bound: a nonbasic column at it returns to 0. */
  void release(int column) {
    if (basis.full(column)) {
      basis.atUpper[column] = false;
      valuesKnown = false;
    }
    program.upper[column] = Double.POSITIVE_INFINITY;
  }

  void changeCost(int column, double price) {
    if (price != program.cost[column]) {
      program.cost[column] = price;
      dualsKnown &= basis.columnPlace[column] < 0;
    }
  }

  /** The value of a column in the last solution. */
  double columnValue(int column) {
    int place = basis.columnPlace[column];
    if (place >= 0) {
      return Math.max(0, value[place]);
    }
    return basis.atUpper[column] ? program.upper[column] : 0;
  }

  /** Whether a variable is in the basis. */
  boolean basic(int variable) {
    return basis.contains(variable);
  }

  /**
   * Takes another basis. What depends on the rest of it is left out, and logicals fill up.
   *
   * @param variables no more than there are rows
   * @param full columns outside of it that stand at their upper bounds
   */
  void begin(int[] variables, List<Integer> full) {
    basis.begin(variables, full);
    factored = false;
  }

  /**
   * Names variables that are a basis with the logicals of other rows, whatever else changes: best a
   * feasible one. Without them the logicals alone are fallen back on.
   */
  void fallBackOn(int[] variables) {
    safe = variables;
  }

  /** The dual value of a row: at least 0 for {@code >=}, at most 0 for {@code <=}. */
  double dual(int row) {
    return program.atLeast[row] ? Math.max(0, dual[row]) : Math.min(0, dual[row]);
  }

  double reducedCost(int column) {
    return program.cost[column] - program.product(column, dual);
  }

  double objective() {
    double sum = 0;
    for (int i = 0; i < program.rows; i++) {
      if (basis.members[i] >= 0) {
        sum += program.cost[basis.members[i]] * value[i];
      }
    }
    for (int j = 0; j < program.columns; j++) {
      if (basis.full(j)) {
        sum += program.cost[j] * program.upper[j];
      }
    }
    return sum;
  }

  /**
   * Solves from the present basis: the dual method mends what changed sides and bounds have broken,
   * and the primal one takes up new columns. A basis in which pivots drown in rounding is thinned
   * out first and given up then, so that only the end of the time stops a solve, or trouble from a
   * basis of logicals as well. That one is always a start, for no column's cost is below 0.
   */
  Outcome solve(Budget budget) {
    Outcome outcome = Outcome.STOPPED;
    for (int trouble = 0; trouble <= 2; trouble++) {
      if (trouble == 1) {
        factor.strict(true);
        factored = false;
        refresh();
        factor.strict(false);
      } else if (trouble == 2) {
        begin(safe, List.of());
      }
      outcome = attempt(budget);
      if (outcome == Outcome.OPTIMAL && !accurate()) {
        factored = false;
        outcome = attempt(budget);
      }
      if (outcome == Outcome.INFEASIBLE
          || (outcome == Outcome.OPTIMAL && feasible())
          || budget.exhausted()) {
        return outcome;
      }
    }
    return Outcome.STOPPED;
  }

  private Outcome attempt(Budget budget) {
    Outcome outcome = dual(budget);
    return outcome == Outcome.OPTIMAL ? primal(budget) : outcome;
  }

  /** Whether values and duals, which pivots only carried on, still solve their equations. */
  private boolean accurate() {
    double[] left = new double[program.rows];
    double[] size = new double[program.rows];
    for (int i = 0; i < program.rows; i++) {
      left[i] = program.side[i];
      size[i] = 1 + Math.abs(program.side[i]);
    }
    for (int i = 0; i < program.rows; i++) {
      if (basis.members[i] < 0) {
        left[-1 - basis.members[i]] -= value[i];
      } else {
        program.subtract(basis.members[i], value[i], left);
        double reduced = reducedCost(basis.members[i]);
        if (Math.abs(reduced) > DRIFT * (1 + Math.abs(program.cost[basis.members[i]]))) {
          return false;
        }
      }
    }
    for (int j = 0; j < program.columns; j++) {
      if (basis.full(j)) {
        program.subtract(j, program.upper[j], left);
      }
    }
    for (int i = 0; i < program.rows; i++) {
      if (Math.abs(left[i]) > DRIFT * size[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean feasible() {
    for (int i = 0; i < program.rows; i++) {
      double tolerance = BROKEN * (1 + Math.abs(value[i]));
      if (value[i] < basis.lower(basis.members[i]) - tolerance
          || value[i] > basis.upper(basis.members[i]) + tolerance) {
        return false;
      }
    }
    return true;
  }

  /** Improves a primal feasible basis until no column prices out. */
  private Outcome primal(Budget budget) {
    int stalled = 0;
    candidates.clear();
    unsafe.clear();
    while (true) {
      refresh();
      if ((pivots & 15) == 0 && budget.exhausted()) {
        return Outcome.STOPPED;
      }
      // After long stalling the first candidate is taken, which breaks most cycles (Bland).
      int entering = stalled > 200 + 2 * program.rows ? firstEntering() : entering();
      if (entering == Integer.MIN_VALUE || unsafe.size() > MOST_UNSAFE) {
        return unsafe.isEmpty() ? Outcome.OPTIMAL : Outcome.STOPPED;
      }
      double gain = gain(entering);
      switch (primalStep(entering)) {
        case DONE -> unsafe.clear();
        case AGAIN -> {
          continue;
        }
        case ENDLESS -> {
          return Outcome.STOPPED;
        }
      }
      stalled = lastStep * gain > 1e-12 ? 0 : stalled + 1;
      if (stalled > 2000 + 20 * program.rows) {
        return Outcome.STOPPED;
      }
    }
  }

  @Override
  public double gain(int variable) {
    if (variable >= 0) {
      double reduced = reducedCost(variable);
      return basis.atUpper[variable] ? reduced : -reduced;
    }
    int row = -1 - variable;
    return program.atLeast[row] ? -dual[row] : dual[row];
  }

  @Override
  public boolean mayEnter(int variable, double gain) {
    if (!unsafe.isEmpty() && unsafe.contains(variable)) {
      return false;
    }
    return variable >= 0
        ? basis.columnPlace[variable] < 0
            && program.upper[variable] > 0
            && gain > TOLERANCE * (1 + Math.abs(program.cost[variable]))
        : basis.logicalPlace[-1 - variable] < 0 && gain > TOLERANCE;
  }

  private int firstEntering() {
    for (int j = 0; j < program.columns; j++) {
      if (basis.columnPlace[j] < 0 && mayEnter(j, gain(j))) {
        return j;
      }
    }
    for (int i = 0; i < program.rows; i++) {
      if (mayEnter(-1 - i, gain(-1 - i))) {
        return -1 - i;
      }
    }
    return Integer.MIN_VALUE;
  }

  /** The best of a few candidates, which a pass over all variables chose. */
  private int entering() {
    int best = candidates.best(this);
    if (best != Integer.MIN_VALUE) {
      return best;
    }
    for (int j = 0; j < program.columns; j++) {
      if (basis.columnPlace[j] < 0) {
        candidates.consider(j, this);
      }
    }
    for (int i = 0; i < program.rows; i++) {
      if (basis.logicalPlace[i] < 0) {
        candidates.consider(-1 - i, this);
      }
    }
    return candidates.best(this);
  }

  private double lastStep;

  /** What became of a step. */
  private enum Step {
    DONE,
    /** Its pivot is not safe: the factors are to be made anew, or another variable enters. */
    AGAIN,
    ENDLESS
  }

  /** Moves along one edge. */
  private Step primalStep(int entering) {
    direction(entering);
    // The entering variable grows from its lower bound or falls from its upper one.
    boolean falls = entering >= 0 ? basis.atUpper[entering] : program.atLeast[-1 - entering];
    double sign = falls ? -1 : 1;
    double range = entering >= 0 ? program.upper[entering] : Double.POSITIVE_INFINITY;
    int leaving = primalRatios.leaving(value, work, sign, range);
    double limit =
        leaving < 0
            ? range
            : Math.min(range, primalRatios.step(leaving, value, sign * work[leaving]));
    if (Double.isInfinite(limit)) {
      return Step.ENDLESS;
    }
    if (leaving >= 0) {
      inverseLine(leaving);
      if (!agrees(entering, work[leaving])) {
        if (factor.exchanges() > 0) {
          factored = false;
        } else {
          unsafe.add(entering);
        }
        return Step.AGAIN;
      }
    }
    lastStep = limit;
    pivots++;
    for (int i = 0; i < program.rows; i++) {
      value[i] -= sign * limit * work[i];
    }
    if (leaving < 0) {
      basis.atUpper[entering] = !basis.atUpper[entering];
      return Step.DONE;
    }
    double start = entering >= 0 && basis.atUpper[entering] ? program.upper[entering] : 0;
    boolean leavesAtUpper = sign * work[leaving] < 0;
    exchange(leaving, entering, start + sign * limit, leavesAtUpper);
    return Step.DONE;
  }

  /** Whether a pivot is large enough and {@link #line} knows it too. */
  private boolean agrees(int entering, double pivot) {
    double seen = entering >= 0 ? program.product(entering, line) : line[-1 - entering];
    double size = 0;
    for (int i = 0; i < program.rows; i++) {
      size = Math.max(size, Math.abs(work[i]));
    }
    return Math.abs(pivot) > SAFE * size && Math.abs(pivot - seen) <= AGREED * Math.abs(pivot);
  }

  /** Restores primal feasibility of a dual feasible basis. */
  Outcome dual(Budget budget) {
    int steps = 0;
    boolean priced = false;
    while (true) {
      priced &= !refresh();
      if ((pivots & 15) == 0 && budget.exhausted()) {
        return Outcome.STOPPED;
      }
      int leaving = -1;
      double worst = 0;
      boolean below = false;
      for (int i = 0; i < program.rows; i++) {
        double under = basis.lower(basis.members[i]) - value[i];
        double over = value[i] - basis.upper(basis.members[i]);
        if (under > worst && under > INFEASIBLE * (1 + Math.abs(value[i]))) {
          worst = under;
          leaving = i;
          below = true;
        }
        if (over > worst && over > INFEASIBLE * (1 + Math.abs(value[i]))) {
          worst = over;
          leaving = i;
          below = false;
        }
      }
      if (leaving < 0) {
        return Outcome.OPTIMAL;
      }
      if (++steps > 5000 + 50 * program.rows) {
        return Outcome.STOPPED;
      }
      if (!priced) {
        dualRatios.price(dual);
        priced = true;
      }
      inverseLine(leaving);
      int entering = dualRatios.entering(line, dual, below);
      if (entering == Integer.MIN_VALUE) {
        if (sound()) {
          return Outcome.INFEASIBLE;
        }
        if (factor.exchanges() == 0) {
          return Outcome.STOPPED;
        }
        factored = false;
        continue;
      }
      direction(entering);
      double pivot = work[leaving];
      if (!agrees(entering, pivot)) {
        if (factor.exchanges() == 0) {
          return Outcome.STOPPED;
        }
        factored = false;
        continue;
      }
      double bound =
          below ? basis.lower(basis.members[leaving]) : basis.upper(basis.members[leaving]);
      double step = (value[leaving] - bound) / pivot;
      pivots++;
      for (int i = 0; i < program.rows; i++) {
        value[i] -= step * work[i];
      }
      double start = entering >= 0 && basis.atUpper[entering] ? program.upper[entering] : 0;
      double reduced = entering >= 0 ? dualRatios.reducedCost(entering) : -dual[-1 - entering];
      dualRatios.follow(leaving, reduced / pivot);
      exchange(leaving, entering, start + step, !below);
    }
  }

  /** Whether {@link #line} can be trusted. */
  private boolean sound() {
    double size = 0;
    for (int i = 0; i < program.rows; i++) {
      size = Math.max(size, Math.abs(line[i]));
    }
    return size < SOUND;
  }

  /** Fills {@link #work} with the basis' view of a variable's column. */
  private void direction(int variable) {
    Arrays.fill(work, 0, program.rows, 0);
    if (variable < 0) {
      work[-1 - variable] = 1;
    } else {
      int[] at = program.columnRows[variable];
      double[] values = program.columnValues[variable];
      for (int k = 0; k < at.length; k++) {
        work[at[k]] += values[k];
      }
    }
    factor.solve(work);
  }

  private void inverseLine(int place) {
    Arrays.fill(line, 0, program.rows, 0);
    line[place] = 1;
    factor.solveTransposed(line);
  }

  /** Swaps one variable of the basis; {@link #work} and {@link #line} belong to the exchange. */
  private void exchange(int leaving, int entering, double enteringValue, boolean leavesAtUpper) {
    double reduced = entering >= 0 ? reducedCost(entering) : -dual[-1 - entering];
    double ratio = reduced / work[leaving];
    for (int k = 0; k < program.rows; k++) {
      dual[k] += ratio * line[k];
    }
    factor.exchange(leaving, work);
    basis.exchange(leaving, entering, leavesAtUpper);
    value[leaving] = enteringValue;
  }

  /** Makes factors, values and duals current; whether anything had to be computed. */
  private boolean refresh() {
    boolean renewed = !factored || factor.worn();
    if (renewed) {
      factorBasis();
      valuesKnown = false;
      dualsKnown = false;
    }
    boolean changed = renewed || !dualsKnown;
    if (!valuesKnown) {
      computeValues();
    }
    if (!dualsKnown) {
      for (int i = 0; i < program.rows; i++) {
        dual[i] = basis.members[i] >= 0 ? program.cost[basis.members[i]] : 0;
      }
      factor.solveTransposed(dual);
      dualsKnown = true;
    }
    return changed;
  }

  private void computeValues() {
    System.arraycopy(program.side, 0, value, 0, program.rows);
    for (int j = 0; j < program.columns; j++) {
      if (basis.full(j) && program.upper[j] != 0) {
        program.subtract(j, program.upper[j], value);
      }
    }
    factor.solve(value);
    valuesKnown = true;
  }

  private void factorBasis() {
    int m = program.rows;
    int[] members = basis.members;
    int[][] at = new int[m][];
    double[][] values = new double[m][];
    double[] one = {1};
    for (int i = 0; i < m; i++) {
      at[i] = members[i] >= 0 ? program.columnRows[members[i]] : new int[] {-1 - members[i]};
      values[i] = members[i] >= 0 ? program.columnValues[members[i]] : one;
    }
    int[] places = new int[m];
    factor.factor(m, m, at, values, places);
    basis.settle(places);
    factored = true;
  }
}
