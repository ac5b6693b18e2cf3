package io.lepton.allocation.pattern;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a partial packing still has to do, and may still use. Knows every rule of the model, so a
 * packing built through it is valid. Not thread safe.
 */
final class Residual {
  final PackingModel model;
  final long[][] covered;
  final long[] unmet;
  final long[] quotaLeft;
  final Map<Integer, Long> availableLeft = new HashMap<>();
  final Map<Pattern, Long> bins = new LinkedHashMap<>();
  private long cost;
  private int open;

  Residual(PackingModel model) {
    this.model = model;
    int classes = model.classes();
    covered = new long[classes][];
    unmet = model.need().clone();
    for (int j = 0; j < classes; j++) {
      covered[j] = new long[model.lots(j)];
      open += unmet[j] > 0 ? 1 : 0;
    }
    quotaLeft = model.quotaLimit().clone();
  }

  boolean complete() {
    return open == 0;
  }

  long availableLeft(int kind) {
    return availableLeft.getOrDefault(kind, model.available()[kind]);
  }

  /** Units of a class that would still count at a lot. */
  long countable(int of, int lot) {
    long cap = model.cap()[of];
    return cap == Long.MAX_VALUE
        ? unmet[of]
        : Math.min(unmet[of], Math.max(0, cap - inDomain(of, model.domain()[of][lot])));
  }

  /** Most copies of a class that are of use on one more bin of a kind. */
  long usefulCopies(int kind, int of) {
    int site = model.site()[kind];
    long unit = model.rate()[site][of];
    if (unit == 0 || unmet[of] == 0) {
      return 0;
    }
    long units = countable(of, model.lot()[site][of]);
    return (units + unit - 1) / unit;
  }

  /** How many more bins of a kind may be opened. */
  long mostBins(int kind) {
    long most = availableLeft(kind);
    int[] quotas = model.quotaOf()[kind];
    long[] use = model.quotaUse()[kind];
    for (int i = 0; i < quotas.length; i++) {
      if (use[i] > 0) {
        most = Math.min(most, Math.max(0, quotaLeft[quotas[i]]) / use[i]);
      }
    }
    return most;
  }

  /** How often a pattern can be used with every copy of it counting in full. */
  long fullUses(Pattern pattern) {
    long most = mostBins(pattern.kind());
    int site = model.site()[pattern.kind()];
    for (int i = 0; i < pattern.classes().length && most > 0; i++) {
      int of = pattern.classes()[i];
      long unit = model.rate()[site][of];
      most = Math.min(most, countable(of, model.lot()[site][of]) / (unit * pattern.copies()[i]));
    }
    return most;
  }

  /** Adds bins; negative takes them back. The caller has checked {@link #mostBins}. */
  void add(Pattern pattern, long times) {
    if (times == 0) {
      return;
    }
    int kind = pattern.kind();
    int site = model.site()[kind];
    bins.compute(
        pattern,
        (key, before) -> {
          long after = (before == null ? 0 : before) + times;
          return after == 0 ? null : after;
        });
    cost += times * pattern.cost(model);
    if (model.available()[kind] != Long.MAX_VALUE) {
      availableLeft.put(kind, availableLeft(kind) - times);
    }
    int[] quotas = model.quotaOf()[kind];
    for (int i = 0; i < quotas.length; i++) {
      quotaLeft[quotas[i]] -= times * model.quotaUse()[kind][i];
    }
    for (int i = 0; i < pattern.classes().length; i++) {
      int of = pattern.classes()[i];
      covered[of][model.lot()[site][of]] += times * pattern.copies()[i] * model.rate()[site][of];
      boolean was = unmet[of] > 0;
      unmet[of] = unmetOf(of);
      open += (unmet[of] > 0 ? 1 : 0) - (was ? 1 : 0);
    }
  }

  private long unmetOf(int of) {
    long left = model.need()[of];
    long cap = model.cap()[of];
    int domains = cap == Long.MAX_VALUE ? 0 : model.domains(of);
    for (int domain = 0; domain < domains; domain++) {
      left -= Math.min(cap, inDomain(of, domain));
    }
    for (int lot = 0; lot < covered[of].length && domains == 0; lot++) {
      left -= covered[of][lot];
    }
    return Math.max(0, left);
  }

  /** Units that stand in a domain, whether they count or not. */
  long inDomain(int of, int domain) {
    long sum = 0;
    for (int lot = 0; lot < covered[of].length; lot++) {
      sum += model.domain()[of][lot] == domain ? covered[of][lot] : 0;
    }
    return sum;
  }

  /** Whether all limits hold, needs aside. */
  boolean withinLimits() {
    for (long left : quotaLeft) {
      if (left < 0) {
        return false;
      }
    }
    return availableLeft.values().stream().allMatch(left -> left >= 0);
  }

  /** Price of the bins and of starting their copies. */
  long binsCost() {
    return cost;
  }

  /** Price so far with counted units at their cheapest lots. */
  long cost() {
    return cost + unitsCost(model, covered);
  }

  /** What counted units cost when each class counts them where they are cheapest. */
  static long unitsCost(PackingModel model, long[][] covered) {
    if (model.unitsAreFree()) {
      return 0;
    }
    double sum = 0;
    for (int j = 0; j < covered.length; j++) {
      long left = model.need()[j];
      double[] costs = model.lotCost()[j];
      long[] capLeft = new long[model.domains(j)];
      java.util.Arrays.fill(capLeft, model.cap()[j]);
      for (int lot : Orders.ascending(costs)) {
        int domain = model.domain()[j][lot];
        long units = Math.min(left, Math.min(capLeft[domain], covered[j][lot]));
        sum += units * costs[lot];
        left -= units;
        capLeft[domain] -= units;
      }
    }
    return (long) Math.ceil(sum - 1e-6);
  }

  Packing packing() {
    return new Packing(bins, cost());
  }

  Residual copy() {
    Residual twin = new Residual(model);
    bins.forEach(twin::add);
    return twin;
  }
}
