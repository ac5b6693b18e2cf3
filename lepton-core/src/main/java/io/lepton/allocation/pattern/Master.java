package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The linear master problem over the patterns known so far. Needs are rows from the start; quotas,
 * availability and spread become rows once a solution breaks them.
 *
 * <p>Spread is linear without further variables: {@code sum over lots of min(cap, covered) >= need}
 * is the family of rows {@code covered outside S >= need - cap(S)} over all sets S of lots, of
 * which the most broken one is added. Where counted units cost something, a class has a variable a
 * lot instead. Not thread safe.
 */
final class Master {
  private static final double BROKEN = 1e-6;
  private static final int FEW_LOTS = 4;

  /** Units of a class outside some lots. */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  private record Cover(int of, boolean[] excluded, int row) {}

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
  private final Map<Pattern, Integer> columnOf = new HashMap<>();
  private final List<Integer> patternColumns = new ArrayList<>();
  private final List<Filling> fillings = new ArrayList<>();
  private final List<Integer> fillingColumns = new ArrayList<>();
  private final List<List<Cover>> covers = new ArrayList<>();
  private final boolean[] byLot;

  /** Columns of counted units, by class and lot; null for classes without. */
  private final int[][] unitColumns;

  private final int[][] unitDomainRows;

  private final int[] unmetColumns;
  private final int[] quotaRows;

  /**
   * Quotas count in millionths; powers of two bring their rows to the size of others, or pivots
   * drown in rounding.
   */
  private final double[] quotaScale;

  private final Map<Integer, Integer> availableRows = new HashMap<>();
  private final List<Integer> needRows = new ArrayList<>();
  private final double grid;
  private final List<Double> exactSides = new ArrayList<>();

  /** Rows that every master of the same classes and lots has, in the same order. */
  private final int firstRows;

  private double penaltyFactor;
  private @Nullable Residual fixed;

  /** Units that the plan is for, by class. */
  private final long[] planned;

  Master(PackingModel model) {
    this(model, model.need());
  }

  /** The same for a plan of fewer units, where bins may still hold all that the model needs. */
  Master(PackingModel model, long[] planned) {
    this.model = model;
    this.planned = planned;
    int classes = model.classes();
    byLot = new boolean[classes];
    unitColumns = new int[classes][];
    unitDomainRows = new int[classes][];
    unmetColumns = new int[classes];
    quotaRows = new int[model.quotaLimit().length];
    Arrays.fill(quotaRows, -1);
    quotaScale = new double[quotaRows.length];
    Arrays.setAll(
        quotaScale,
        q -> Math.scalb(1.0, -Math.getExponent((double) Math.max(1, model.quotaLimit()[q]))));
    for (int j = 0; j < classes; j++) {
      for (double cost : model.lotCost()[j]) {
        byLot[j] |= cost != 0;
      }
      covers.add(new ArrayList<>());
      int lots = model.lots(j);
      byLot[j] |= lots > model.domains(j);
      // The family of rows is long where spread binds; with few lots a variable each is shorter.
      byLot[j] |= lots > 1 && lots <= FEW_LOTS && model.cap()[j] < model.need()[j];
      int need = lp.addRow(true, (double) planned[j]);
      exactSides.add((double) planned[j]);
      if (byLot[j]) {
        unitColumns[j] = new int[lots];
        int[] domainRows = addDomainRows(j);
        unitDomainRows[j] = domainRows;
        for (int lot = 0; lot < lots; lot++) {
          boolean[] excluded = new boolean[lots];
          Arrays.fill(excluded, true);
          excluded[lot] = false;
          int row = lp.addRow(true, 0);
          exactSides.add(0.0);
          covers.get(j).add(new Cover(j, excluded, row));
          double cap = model.countable(j);
          int shared = model.domain()[j][lot];
          unitColumns[j][lot] =
              domainRows[shared] < 0
                  ? lp.addColumn(
                      model.lotCost()[j][lot], cap, new int[] {need, row}, new double[] {1, -1})
                  : lp.addColumn(
                      model.lotCost()[j][lot],
                      cap,
                      new int[] {need, row, domainRows[shared]},
                      new double[] {1, -1, 1});
        }
      } else {
        covers.get(j).add(new Cover(j, new boolean[lots], need));
      }
      unmetColumns[j] =
          lp.addColumn(0, Double.POSITIVE_INFINITY, new int[] {need}, new double[] {1});
      needRows.add(need);
    }
    firstRows = lp.rows();
    lp.fallBackOn(unmetColumns);
    penalize(4);
    long dearest = 1;
    for (int t = 0; t < model.kinds(); t++) {
      dearest = Math.max(dearest, model.cost()[t] + model.startCost());
    }
    // Values on this grid have room for exact sums in a double up to 64 times the dearest bin.
    grid = Math.scalb(1.0, Math.getExponent((double) dearest) - 45);
  }

  /** Rows for the caps of domains that have several lots; -1 where a lot's own bound will do. */
  private int[] addDomainRows(int of) {
    int[] rows = new int[model.domains(of)];
    int[] lots = new int[rows.length];
    Arrays.fill(rows, -1);
    for (int domain : model.domain()[of]) {
      lots[domain]++;
      if (lots[domain] == 2 && model.cap()[of] < model.need()[of]) {
        rows[domain] = lp.addRow(false, (double) model.cap()[of]);
        exactSides.add((double) model.cap()[of]);
      }
    }
    return rows;
  }

  /** Sets the price of leaving a unit unmet, as a multiple of serving it alone. */
  void penalize(double factor) {
    penaltyFactor = factor;
    double dearest = 1;
    for (int t = 0; t < model.kinds(); t++) {
      dearest = Math.max(dearest, (double) model.cost()[t]);
    }
    RoomPrices prices = new RoomPrices(model);
    for (int j = 0; j < model.classes(); j++) {
      double[] alone = new double[model.domains(j)];
      Arrays.fill(alone, Double.POSITIVE_INFINITY);
      double unitCost = 0;
      for (double cost : model.lotCost()[j]) {
        unitCost = Math.max(unitCost, cost);
      }
      for (int t = 0; t < model.kinds(); t++) {
        int site = model.site()[t];
        if (model.rate()[site][j] == 0) {
          continue;
        }
        int domain = model.domain()[j][model.lot()[site][j]];
        long copies = prices.dearer(t, j, alone[domain]) ? 0 : model.mostCopies(t, j);
        if (copies > 0) {
          double units = copies * (double) model.rate()[site][j];
          double price = model.cost()[t] + model.copiesCost(t, j, copies);
          alone[domain] =
              Math.min(alone[domain], price / Math.min(units, (double) model.countable(j)));
        }
      }
      double price = dearest(alone, dearest) + unitCost;
      lp.changeCost(unmetColumns[j], factor * Math.max(price, 1e-6 * dearest));
    }
  }

  /** What serving a unit costs in the domain where that is dearest, if any serves it. */
  private static double dearest(double[] alone, double otherwise) {
    double most = -1;
    for (double price : alone) {
      most = Double.isInfinite(price) ? most : Math.max(most, price);
    }
    return most < 0 ? otherwise : most;
  }

  /** Demands that every need is met, whatever it costs, or allows penalties again. */
  void demandAll(boolean all) {
    for (int column : unmetColumns) {
      if (all) {
        lp.changeUpper(column, 0);
      } else {
        lp.release(column);
      }
    }
  }

  double penaltyFactor() {
    return penaltyFactor;
  }

  /** Units that the present solution leaves unmet. */
  double unmet() {
    double sum = 0;
    for (int column : unmetColumns) {
      sum += lp.columnValue(column);
    }
    return sum;
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
    int kind = filling.kind();
    int site = model.site()[kind];
    int[] rows = new int[8];
    double[] entries = new double[8];
    int length = 0;
    for (int i = 0; i < filling.classes().length; i++) {
      int of = filling.classes()[i];
      int lot = model.lot()[site][of];
      for (Cover cover : covers.get(of)) {
        if (!cover.excluded()[lot]) {
          if (length == rows.length) {
            rows = Arrays.copyOf(rows, length * 2);
            entries = Arrays.copyOf(entries, length * 2);
          }
          rows[length] = cover.row();
          entries[length++] = filling.units()[i];
        }
      }
    }
    int[] quotas = model.quotaOf()[kind];
    rows = Arrays.copyOf(rows, length + quotas.length + 1);
    entries = Arrays.copyOf(entries, rows.length);
    for (int i = 0; i < quotas.length; i++) {
      if (quotaRows[quotas[i]] >= 0) {
        rows[length] = quotaRows[quotas[i]];
        entries[length++] = model.quotaUse()[kind][i] * quotaScale[quotas[i]];
      }
    }
    Integer available = availableRows.get(kind);
    if (available != null) {
      rows[length] = available;
      entries[length++] = 1;
    }
    int column =
        lp.addColumn(
            filling.cost(),
            Double.POSITIVE_INFINITY,
            Arrays.copyOf(rows, length),
            Arrays.copyOf(entries, length));
    fillings.add(filling);
    fillingColumns.add(column);
    return column;
  }

  /** Units of a class that the plan is for. */
  long planned(int of) {
    return planned[of];
  }

  /** Whether the basis holds the room to spare of a class' need. */
  boolean needIsSpare(int of) {
    return lp.basic(-1 - needRows.get(of));
  }

  /**
   * Takes a basis from solutions of parts of the problem; the next solve mends what does not fit.
   *
   * @param basic patterns in it
   * @param spare classes and lots with room to spare
   * @param units by class and lot
   */
  void begin(List<Pattern> basic, List<int[]> spare, double[][] units) {
    int[] variables = new int[lp.rows()];
    int length = 0;
    List<Integer> full = new ArrayList<>();
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
      if (between >= 0 && length < variables.length) {
        variables[length++] = unitColumns[j][between];
      }
    }
    for (Pattern pattern : basic) {
      Integer column = columnOf.get(pattern);
      if (column != null && length < variables.length) {
        variables[length++] = column;
      }
    }
    for (int[] row : spare) {
      int place = byLot[row[0]] ? row[1] : 0;
      if (length < variables.length) {
        variables[length++] = -1 - covers.get(row[0]).get(place).row();
      }
    }
    lp.begin(Arrays.copyOf(variables, length), full);
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
    double[] quotaUse = new double[quotaRows.length];
    Map<Integer, Double> used = new HashMap<>();
    double[][] covered = new double[model.classes()][];
    for (int j = 0; j < covered.length; j++) {
      covered[j] = new double[model.lots(j)];
    }
    for (int p = 0; p < fillings.size(); p++) {
      double value = lp.columnValue(fillingColumns.get(p));
      if (value <= 1e-12) {
        continue;
      }
      Filling filling = fillings.get(p);
      int kind = filling.kind();
      for (int i = 0; i < model.quotaOf()[kind].length; i++) {
        quotaUse[model.quotaOf()[kind][i]] += value * model.quotaUse()[kind][i];
      }
      if (model.available()[kind] != Long.MAX_VALUE) {
        used.merge(kind, value, Double::sum);
      }
      int site = model.site()[kind];
      for (int i = 0; i < filling.classes().length; i++) {
        int of = filling.classes()[i];
        covered[of][model.lot()[site][of]] += value * filling.units()[i];
      }
    }
    boolean added = false;
    for (int q = 0; q < quotaRows.length; q++) {
      double limit = sideOfQuota(q);
      if (quotaRows[q] < 0 && quotaUse[q] > limit + BROKEN * (1 + limit)) {
        quotaRows[q] = addQuota(q);
        added = true;
      }
    }
    for (Map.Entry<Integer, Double> entry : used.entrySet()) {
      int kind = entry.getKey();
      if (!availableRows.containsKey(kind) && entry.getValue() > sideOfAvailable(kind) + BROKEN) {
        availableRows.put(kind, addAvailable(kind));
        added = true;
      }
    }
    for (int j = 0; j < covered.length; j++) {
      if (!byLot[j] && covered[j].length > 0) {
        added |= addCover(j, covered[j]);
      }
    }
    return added;
  }

  private int addQuota(int quota) {
    List<Integer> at = new ArrayList<>();
    List<Double> entries = new ArrayList<>();
    for (int p = 0; p < fillings.size(); p++) {
      int kind = fillings.get(p).kind();
      for (int i = 0; i < model.quotaOf()[kind].length; i++) {
        if (model.quotaOf()[kind][i] == quota && model.quotaUse()[kind][i] > 0) {
          at.add(fillingColumns.get(p));
          entries.add(model.quotaUse()[kind][i] * quotaScale[quota]);
        }
      }
    }
    double scale = quotaScale[quota];
    return addRow(
        false, sideOfQuota(quota) * scale, model.quotaLimit()[quota] * scale, at, entries);
  }

  private int addAvailable(int kind) {
    List<Integer> at = new ArrayList<>();
    List<Double> entries = new ArrayList<>();
    for (int p = 0; p < fillings.size(); p++) {
      if (fillings.get(p).kind() == kind) {
        at.add(fillingColumns.get(p));
        entries.add(1.0);
      }
    }
    return addRow(false, sideOfAvailable(kind), (double) model.available()[kind], at, entries);
  }

  private boolean addCover(int of, double[] covered) {
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
    double need = fixed == null ? planned[of] : fixed.unmet[of];
    double unmet = lp.columnValue(unmetColumns[of]);
    if (outside + capped + unmet >= need - BROKEN * (1 + need)) {
      return false;
    }
    for (Cover cover : covers.get(of)) {
      if (Arrays.equals(cover.excluded(), excluded)) {
        return false;
      }
    }
    List<Integer> at = new ArrayList<>();
    List<Double> entries = new ArrayList<>();
    for (int p = 0; p < fillings.size(); p++) {
      Filling filling = fillings.get(p);
      int site = model.site()[filling.kind()];
      int place = Arrays.binarySearch(filling.classes(), of);
      if (place >= 0 && !excluded[model.lot()[site][of]]) {
        at.add(fillingColumns.get(p));
        entries.add(filling.units()[place]);
      }
    }
    at.add(unmetColumns[of]);
    entries.add(1.0);
    Cover probe = new Cover(of, excluded, -1);
    double whole = planned[of];
    for (int lot = 0; lot < excluded.length; lot++) {
      whole -= excluded[lot] ? model.cap()[of] : 0;
    }
    int row = addRow(true, sideOf(probe), Math.max(0, whole), at, entries);
    covers.get(of).add(new Cover(of, excluded, row));
    return true;
  }

  private int addRow(
      boolean atLeast, double side, double wholeSide, List<Integer> at, List<Double> entries) {
    exactSides.add(wholeSide);
    return lp.addRow(
        atLeast,
        side,
        at.stream().mapToInt(Integer::intValue).toArray(),
        entries.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private long capLeft(int of, int lot) {
    long cap = model.cap()[of];
    return fixed == null || cap == Long.MAX_VALUE
        ? cap
        : cap - Math.min(cap, fixed.covered[of][lot]);
  }

  private double sideOf(Cover cover) {
    int of = cover.of();
    double side = fixed == null ? planned[of] : fixed.unmet[of];
    for (int lot = 0; lot < cover.excluded().length; lot++) {
      if (cover.excluded()[lot]) {
        side -= capLeft(of, lot);
      }
    }
    return Math.max(0, side);
  }

  private double sideOfQuota(int quota) {
    return fixed == null ? model.quotaLimit()[quota] : Math.max(0, fixed.quotaLeft[quota]);
  }

  private double sideOfAvailable(int kind) {
    return fixed == null ? model.available()[kind] : Math.max(0, fixed.availableLeft(kind));
  }

  /** Lets the master plan only what a partial packing leaves; null for the whole problem. */
  void restrictTo(@Nullable Residual partial) {
    fixed = partial;
    for (int j = 0; j < covers.size(); j++) {
      for (Cover cover : covers.get(j)) {
        if (byLot[j]) {
          int lot = 0;
          while (cover.excluded()[lot]) {
            lot++;
          }
          lp.changeSide(cover.row(), partial == null ? 0 : -(double) partial.covered[j][lot]);
        } else {
          lp.changeSide(cover.row(), sideOf(cover));
        }
      }
    }
    for (int q = 0; q < quotaRows.length; q++) {
      if (quotaRows[q] >= 0) {
        lp.changeSide(quotaRows[q], sideOfQuota(q) * quotaScale[q]);
      }
    }
    availableRows.forEach((kind, row) -> lp.changeSide(row, sideOfAvailable(kind)));
  }

  /** Dual values that are a price for each class' need. */
  Duals duals(double[] prices) {
    double[] rows = new double[lp.rows()];
    for (int j = 0; j < prices.length; j++) {
      rows[needRows.get(j)] = prices[j];
    }
    return new Duals(rows, grid);
  }

  /** The dual values as they stand. */
  Duals duals() {
    double[] rows = new double[lp.rows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = lp.dual(i);
    }
    return new Duals(rows, grid);
  }

  /**
   * Values that another master of the same classes, lots and quotas gave its rows, for this one's
   * rows; covers that were broken are worth nothing.
   *
   * @param more what a unit of each class is worth beyond
   * @param excess what a bin of each kind that is limited in number is charged, from 0
   */
  Duals translate(Master other, Duals duals, double[] more, double[] excess) {
    for (int q = 0; q < quotaRows.length; q++) {
      if (other.quotaRows[q] >= 0 && quotaRows[q] < 0) {
        quotaRows[q] = addQuota(q);
      }
    }
    for (int t = 0; t < excess.length; t++) {
      if (excess[t] > 0 && !availableRows.containsKey(t)) {
        availableRows.put(t, addAvailable(t));
      }
    }
    double[] rows = new double[lp.rows()];
    availableRows.forEach((kind, row) -> rows[row] = -excess[kind]);
    for (int i = 0; i < firstRows; i++) {
      rows[i] = duals.row(i);
    }
    for (int q = 0; q < quotaRows.length; q++) {
      if (other.quotaRows[q] >= 0) {
        rows[quotaRows[q]] = duals.row(other.quotaRows[q]);
      }
    }
    for (int j = 0; j < more.length; j++) {
      rows[needRows.get(j)] += more[j];
      for (Cover cover : byLot[j] ? covers.get(j) : List.<Cover>of()) {
        rows[cover.row()] += more[j];
      }
    }
    return new Duals(rows, grid);
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

  /** What limits charge for a bin of a kind, at most 0. */
  double limitValue(Duals duals, int kind) {
    double sum = 0;
    int[] quotas = model.quotaOf()[kind];
    for (int i = 0; i < quotas.length; i++) {
      if (quotaRows[quotas[i]] >= 0) {
        sum += duals.row(quotaRows[quotas[i]]) * model.quotaUse()[kind][i] * quotaScale[quotas[i]];
      }
    }
    Integer available = availableRows.get(kind);
    return available == null ? sum : sum + duals.row(available);
  }

  /** What the limits in use are worth in all, at most 0. */
  double limitsValue(Duals duals) {
    double sum = 0;
    for (int row : quotaRows) {
      sum += row < 0 ? 0 : duals.row(row) * exactSides.get(row);
    }
    for (int row : availableRows.values()) {
      sum += duals.row(row) * exactSides.get(row);
    }
    return sum;
  }

  private double domainDual(Duals duals, int of, int lot) {
    int row = unitDomainRows[of][model.domain()[of][lot]];
    return row < 0 ? 0 : duals.row(row);
  }

  /** The shadow price of a quota, at most 0. */
  double quotaDual(Duals duals, int quota) {
    return quotaRows[quota] < 0 ? 0 : duals.row(quotaRows[quota]) * quotaScale[quota];
  }

  /** The shadow price of a class' need. */
  double needDual(Duals duals, int of) {
    return duals.row(needRows.get(of));
  }

  /**
   * The dual objective of the whole problem when duals are divided by {@code shrink}, with what
   * unit columns owe subtracted: safe for any duals. Only of use for the whole problem.
   */
  double dualObjective(Duals duals, double shrink) {
    double sum = 0;
    for (int i = 0; i < lp.rows(); i++) {
      sum += duals.row(i) * exactSides.get(i);
    }
    sum /= shrink;
    for (int j = 0; j < covers.size(); j++) {
      if (!byLot[j]) {
        continue;
      }
      for (int lot = 0; lot < unitColumns[j].length; lot++) {
        double owed =
            model.lotCost()[j][lot]
                - (duals.row(needRows.get(j))
                        - duals.row(covers.get(j).get(lot).row())
                        + domainDual(duals, j, lot))
                    / shrink;
        double cap = model.countable(j);
        sum += cap * Math.min(0, owed);
      }
    }
    return sum;
  }
}
