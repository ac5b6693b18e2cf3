package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Quotas and how many bins of a kind there are, in a linear master problem: each becomes a row once
 * a solution breaks it. Not thread safe.
 */
final class Limits {
  private static final double BROKEN = 1e-6;

  private final PackingModel model;
  private final Simplex lp;
  private final BinRows rows;

  /** Rows by quota; -1 for those that are none yet. */
  private final int[] quotaRows;

  /**
   * Quotas count in millionths; powers of two bring their rows to the size of others, or pivots
   * drown in rounding.
   */
  private final double[] quotaScale;

  private final Map<Integer, Integer> availableRows = new HashMap<>();
  private @Nullable Residual fixed;

  Limits(PackingModel model, Simplex lp, BinRows rows) {
    this.model = model;
    this.lp = lp;
    this.rows = rows;
    quotaRows = new int[model.quotaLimit().length];
    Arrays.fill(quotaRows, -1);
    quotaScale = new double[quotaRows.length];
    Arrays.setAll(
        quotaScale,
        q -> Math.scalb(1.0, -Math.getExponent((double) Math.max(1, model.quotaLimit()[q]))));
  }

  /** Tells the rows that a bin of a kind is in. */
  void of(int kind, Entries into) {
    int[] quotas = model.quotaOf()[kind];
    for (int i = 0; i < quotas.length; i++) {
      if (quotaRows[quotas[i]] >= 0) {
        into.add(quotaRows[quotas[i]], model.quotaUse()[kind][i] * quotaScale[quotas[i]]);
      }
    }
    Integer available = availableRows.get(kind);
    if (available != null) {
      into.add(available, 1);
    }
  }

  /** Adds the rows that the present solution breaks; whether there are any. */
  boolean separate() {
    double[] quotaUse = new double[quotaRows.length];
    Map<Integer, Double> used = new HashMap<>();
    rows.used(
        (filling, value) -> {
          int kind = filling.kind();
          int[] quotas = model.quotaOf()[kind];
          for (int i = 0; i < quotas.length; i++) {
            quotaUse[quotas[i]] += value * model.quotaUse()[kind][i];
          }
          if (model.available()[kind] != Long.MAX_VALUE) {
            used.merge(kind, value, Double::sum);
          }
        });
    boolean added = false;
    for (int q = 0; q < quotaRows.length; q++) {
      double limit = quotaSide(q);
      if (quotaRows[q] < 0 && quotaUse[q] > limit + BROKEN * (1 + limit)) {
        addQuota(q);
        added = true;
      }
    }
    for (Map.Entry<Integer, Double> entry : used.entrySet()) {
      int kind = entry.getKey();
      if (!availableRows.containsKey(kind) && entry.getValue() > availableSide(kind) + BROKEN) {
        addAvailable(kind);
        added = true;
      }
    }
    return added;
  }

  private void addQuota(int quota) {
    double scale = quotaScale[quota];
    quotaRows[quota] =
        rows.add(
            false,
            quotaSide(quota) * scale,
            model.quotaLimit()[quota] * scale,
            filling -> use(filling.kind(), quota) * scale);
  }

  private double use(int kind, int quota) {
    int[] quotas = model.quotaOf()[kind];
    for (int i = 0; i < quotas.length; i++) {
      if (quotas[i] == quota) {
        return (double) model.quotaUse()[kind][i];
      }
    }
    return 0;
  }

  private void addAvailable(int kind) {
    availableRows.put(
        kind,
        rows.add(
            false,
            availableSide(kind),
            (double) model.available()[kind],
            filling -> filling.kind() == kind ? 1 : 0));
  }

  private double quotaSide(int quota) {
    return fixed == null ? model.quotaLimit()[quota] : Math.max(0, fixed.quotaLeft[quota]);
  }

  private double availableSide(int kind) {
    return fixed == null ? model.available()[kind] : Math.max(0, fixed.availableLeft(kind));
  }

  /** Leaves only what a partial packing does; null for the whole problem. */
  void restrictTo(@Nullable Residual partial) {
    fixed = partial;
    for (int q = 0; q < quotaRows.length; q++) {
      if (quotaRows[q] >= 0) {
        lp.changeSide(quotaRows[q], quotaSide(q) * quotaScale[q]);
      }
    }
    availableRows.forEach((kind, row) -> lp.changeSide(row, availableSide(kind)));
  }

  /**
   * Gives rows to the quotas that have some in another master, and to kinds that are charged.
   *
   * @param excess what a bin of each kind that is limited in number is charged, from 0
   */
  void addRows(Limits other, double[] excess) {
    for (int q = 0; q < quotaRows.length; q++) {
      if (other.quotaRows[q] >= 0 && quotaRows[q] < 0) {
        addQuota(q);
      }
    }
    for (int t = 0; t < excess.length; t++) {
      if (excess[t] > 0 && !availableRows.containsKey(t)) {
        addAvailable(t);
      }
    }
  }

  /** Writes the other's values of quotas, and charges, to these rows. */
  void translate(Limits other, Duals duals, double[] excess, double[] into) {
    availableRows.forEach((kind, row) -> into[row] = -excess[kind]);
    for (int q = 0; q < quotaRows.length; q++) {
      if (other.quotaRows[q] >= 0) {
        into[quotaRows[q]] = duals.row(other.quotaRows[q]);
      }
    }
  }

  /** What limits charge for a bin of a kind, at most 0. */
  double value(Duals duals, int kind) {
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
  double worth(Duals duals) {
    double sum = 0;
    for (int row : quotaRows) {
      sum += row < 0 ? 0 : rows.worth(duals, row);
    }
    for (int row : availableRows.values()) {
      sum += rows.worth(duals, row);
    }
    return sum;
  }

  /** The shadow price of a quota, at most 0. */
  double quotaDual(Duals duals, int quota) {
    return quotaRows[quota] < 0 ? 0 : duals.row(quotaRows[quota]) * quotaScale[quota];
  }
}
