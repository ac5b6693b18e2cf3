package io.lepton.allocation.pattern;

import java.util.Arrays;

/**
 * A packing problem in whole numbers. Classes of equal items are packed on bins of several kinds. A
 * bin of kind {@code t} costs {@code cost[t]}, holds {@code capacity[t]} and stands at a site; the
 * site says what one copy of a class counts there. Arrays are shared and never changed.
 *
 * <p>Every class has lots, groups of sites where a counted unit costs {@code lotCost[class][lot]}.
 * Lots belong to domains, and at most {@code cap[class]} units count in one domain. With no spread
 * and no transfer a class has one lot in one domain.
 *
 * @param size what one copy takes, by class and dimension
 * @param need units wanted, by class
 * @param rate units that one copy counts, by site and class; 0 where the class may not stand
 * @param copyCost what one copy costs, by site and class; null when nothing does
 * @param lot the lot of a class at a site, by site and class; -1 where it may not stand
 * @param cap most units that count in one domain, by class
 * @param domain where a lot belongs, by class and lot; domains are numbered from 0
 * @param lotCost cost of a counted unit, by class and lot
 * @param cost price of a bin, by kind
 * @param capacity what it holds, by kind and dimension
 * @param site where it stands, by kind
 * @param available how many bins of the kind there are; Long.MAX_VALUE when without limit
 * @param kept copies that run on it already, by kind and class; null for a fresh bin
 * @param startCost what a copy costs that does not run already
 * @param quotaLimit limits on groups of bins
 * @param quotaOf quotas that a bin counts against, by kind
 * @param quotaUse by how much, by kind and position in {@code quotaOf}
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
public record PackingModel(
    long[][] size,
    long[] need,
    long[][] rate,
    long[][] copyCost,
    int[][] lot,
    long[] cap,
    int[][] domain,
    double[][] lotCost,
    long[] cost,
    long[][] capacity,
    int[] site,
    long[] available,
    long[][] kept,
    long startCost,
    long[] quotaLimit,
    int[][] quotaOf,
    long[][] quotaUse) {

  /** One kind of bin without limits, cost 1, every class anywhere: classic vector packing. */
  public static PackingModel vectorPacking(long[] capacity, long[][] size, long[] need) {
    int classes = need.length;
    long[] ones = new long[classes];
    Arrays.fill(ones, 1);
    long[] caps = new long[classes];
    Arrays.fill(caps, Long.MAX_VALUE);
    return new PackingModel(
        size,
        need,
        new long[][] {ones},
        new long[][] {null},
        new int[][] {new int[classes]},
        caps,
        new int[classes][1],
        new double[classes][1],
        new long[] {1},
        new long[][] {capacity},
        new int[] {0},
        new long[] {Long.MAX_VALUE},
        new long[][] {null},
        0,
        new long[0],
        new int[][] {{}},
        new long[][] {{}});
  }

  /** The same where so many units of each class are needed. */
  PackingModel withNeed(long[] units) {
    return new PackingModel(
        size,
        units,
        rate,
        copyCost,
        lot,
        cap,
        domain,
        lotCost,
        cost,
        capacity,
        site,
        available,
        kept,
        startCost,
        quotaLimit,
        quotaOf,
        quotaUse);
  }

  int classes() {
    return need.length;
  }

  int kinds() {
    return cost.length;
  }

  int lots(int of) {
    return domain[of].length;
  }

  int domains(int of) {
    int count = 0;
    for (int at : domain[of]) {
      count = Math.max(count, at + 1);
    }
    return count;
  }

  int dimensions() {
    return capacity.length == 0 ? 0 : capacity[0].length;
  }

  /** Most units of a class that count on one bin, which stands in one domain. */
  long countable(int of) {
    return Math.min(need[of], cap[of]);
  }

  /** Most copies of a class that are of use on one bin of a kind; 0 where it does not fit. */
  long mostCopies(int kind, int of) {
    long unit = rate[site[kind]][of];
    if (unit == 0 || need[of] == 0) {
      return 0;
    }
    return Sizes.copies(size[of], capacity[kind], (countable(of) + unit - 1) / unit);
  }

  /** Classes times kinds. */
  long cells() {
    return (long) classes() * kinds();
  }

  /** Whether a copy of a class is of use on a bin of a kind. */
  boolean holds(int kind, int of) {
    return rate[site[kind]][of] != 0 && countable(of) != 0 && Sizes.fit(size[of], capacity[kind]);
  }

  /** What copies of a class cost on a bin beside the bin's price. */
  long copiesCost(int kind, int of, long copies) {
    long[] perCopy = copyCost[site[kind]];
    long sum = perCopy == null ? 0 : perCopy[of] * copies;
    if (startCost > 0) {
      long running = kept[kind] == null ? 0 : kept[kind][of];
      sum += startCost * Math.max(0, copies - running);
    }
    return sum;
  }

  /** Whether copies of the class can cost anything. */
  boolean copiesAreFree() {
    if (startCost > 0) {
      return false;
    }
    for (long[] perCopy : copyCost) {
      if (perCopy != null) {
        return false;
      }
    }
    return true;
  }

  boolean unitsAreFree() {
    for (double[] costs : lotCost) {
      for (double value : costs) {
        if (value != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
