package io.lepton.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits load over targets at least cost. Scores are linear in the load, so that filling the best
 * target first is optimal (a continuous knapsack, Dantzig 1957); targets of equal score share in
 * proportion to what they can still take. Immutable and thread safe.
 *
 * @param preference what makes a target better
 */
public record LoadBalancer(Preference preference) {

  /**
   * Splits a load. As much is served as capacities and maximum shares allow; minimums are given
   * first, all in proportion if there is less load than they sum to.
   *
   * @throws IllegalArgumentException when two targets have one name or the load is negative
   */
  public LoadSplit split(double load, List<Target> targets) {
    if (!(load >= 0) || Double.isInfinite(load)) {
      throw new IllegalArgumentException("a load must be a number from 0, not " + load);
    }
    Set<String> names = new HashSet<>();
    for (Target target : targets) {
      if (!names.add(target.name())) {
        throw new IllegalArgumentException("target " + target.name() + " stands twice");
      }
    }
    double served = servable(load, targets);
    double[] limits = targets.stream().mapToDouble(target -> limit(target, served)).toArray();
    double[] given = new double[limits.length];
    double minimums = 0;
    for (int i = 0; i < given.length; i++) {
      given[i] = Math.min(targets.get(i).minimum(), limits[i]);
      minimums += given[i];
    }
    if (minimums > served) {
      for (int i = 0; i < given.length; i++) {
        given[i] *= served / minimums;
      }
      minimums = served;
    }
    fill(served - minimums, targets, limits, given);
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int i = 0; i < given.length; i++) {
      byName.put(targets.get(i).name(), given[i]);
    }
    return new LoadSplit(byName, load - served);
  }

  private void fill(double load, List<Target> targets, double[] limits, double[] given) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      order.add(i);
    }
    order.sort(
        Comparator.<Integer, Boolean>comparing(i -> tooSlow(targets.get(i)))
            .thenComparingDouble(i -> preference.score(targets.get(i))));
    double left = load;
    for (int from = 0; from < order.size() && left > 0; ) {
      int to = from;
      double room = 0;
      while (to < order.size() && alike(targets.get(order.get(from)), targets.get(order.get(to)))) {
        room += limits[order.get(to)] - given[order.get(to)];
        to++;
      }
      double part = room > left ? left / room : 1;
      for (int at = from; at < to; at++) {
        int i = order.get(at);
        given[i] += part * (limits[i] - given[i]);
      }
      left -= part * room;
      from = to;
    }
  }

  private boolean tooSlow(Target target) {
    return target.latencyMillis() > preference.latencyLimitMillis();
  }

  private boolean alike(Target one, Target other) {
    return tooSlow(one) == tooSlow(other) && preference.score(one) == preference.score(other);
  }

  private static double limit(Target target, double served) {
    return target.maximumShare() < 1
        ? Math.min(target.capacity(), target.maximumShare() * served)
        : target.capacity();
  }

  /**
   * The greatest served load {@code s <= load} with {@code s <= sum of min(capacity, share * s)}.
   * The right side is concave and zero at zero, so that the condition holds from zero to one point.
   */
  private static double servable(double load, List<Target> targets) {
    double best = reach(load, targets);
    if (best >= load) {
      return load;
    }
    // Beyond capacity / share a target is bound by its capacity: between those points the sum is
    // linear, so the crossing lies at a point or on the line through one.
    double served = 0;
    List<Double> points = new ArrayList<>();
    targets.forEach(target -> points.add(target.capacity() / target.maximumShare()));
    points.add(load);
    points.sort(Comparator.naturalOrder());
    double before = 0;
    for (double point : points) {
      double at = Math.min(point, load);
      if (reach(at, targets) >= at) {
        served = at;
      } else {
        double middle = before + (at - before) / 2;
        double constant = 0;
        double slope = 0;
        for (Target target : targets) {
          if (target.maximumShare() * middle < target.capacity()) {
            slope += target.maximumShare();
          } else {
            constant += target.capacity();
          }
        }
        double crossing = slope < 1 ? constant / (1 - slope) : at;
        return Math.max(served, Math.min(crossing, at));
      }
      before = at;
    }
    return served;
  }

  private static double reach(double served, List<Target> targets) {
    return targets.stream().mapToDouble(target -> limit(target, served)).sum();
  }
}
