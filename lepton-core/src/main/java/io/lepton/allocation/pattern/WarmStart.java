package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Starts the pattern relaxation where copies run already. Every row that runs is a kind of its own,
 * so the relaxation has many more rows and kinds than one where nothing runs. That smaller one is
 * solved first: its patterns serve on fresh bins, and at its prices each running bin is asked what
 * would best stay on it and be added to it. Not thread safe; used once.
 */
final class WarmStart {
  private static final double CLOSE = 1 - 2e-4;

  /** So close the smaller relaxation is solved. */
  private static final double NEAR = 1 - 2e-3;

  private static final long NODES = 200;

  /** Bins worth this part of their price are looked at. */
  private static final double LOOK = 0.9;

  private final ColumnGeneration relaxation;
  private final Master master;
  private final PackingModel model;

  /** The kinds on which nothing runs. */
  private final int[] fresh;

  WarmStart(ColumnGeneration relaxation) {
    this.relaxation = relaxation;
    this.master = relaxation.master;
    this.model = master.model;
    this.fresh = IntStream.range(0, model.kinds()).filter(t -> model.kept()[t] == null).toArray();
  }

  /** Whether there are bins to keep, and others. */
  static boolean suits(PackingModel model) {
    return model.startCost() > 0
        && Arrays.stream(model.kept()).anyMatch(kept -> kept != null)
        && Arrays.stream(model.kept()).anyMatch(kept -> kept == null);
  }

  /**
   * Runs, and leaves patterns in the master.
   *
   * @return the patterns of the relaxation, and how many bins of each it holds
   */
  Map<Pattern, Double> run(Budget budget) {
    ColumnGeneration anew = new ColumnGeneration(new Master(withoutRunning()), 1);
    Budget first = budget.atMost(budget.leftNanos() / 2);
    known(anew.master);
    anew.begin(first);
    anew.run(NEAR, NODES, first);
    anew.master.patterns.forEach(pattern -> master.add(on(fresh[pattern.kind()], pattern)));
    if (!budget.exhausted()) {
      price(anew, budget);
    }
    relaxation.run(CLOSE, NODES, budget);
    return master.solution();
  }

  /** Tells the smaller relaxation the patterns that are known, those of running bins as well. */
  private void known(Master anew) {
    int[] twin = new int[model.kinds()];
    Arrays.fill(twin, -1);
    for (int i = 0; i < fresh.length; i++) {
      twin[fresh[i]] = i;
    }
    for (int t = 0; t < twin.length; t++) {
      for (int i = 0; i < fresh.length && twin[t] < 0; i++) {
        boolean equal =
            model.site()[fresh[i]] == model.site()[t]
                && model.cost()[fresh[i]] == model.cost()[t]
                && Arrays.equals(model.capacity()[fresh[i]], model.capacity()[t]);
        twin[t] = equal ? i : -1;
      }
    }
    for (Pattern pattern : master.patterns) {
      if (twin[pattern.kind()] >= 0) {
        anew.add(on(twin[pattern.kind()], pattern));
      }
    }
  }

  private static Pattern on(int kind, Pattern pattern) {
    return new Pattern(kind, pattern.classes(), pattern.copies());
  }

  /** Looks for patterns at the smaller relaxation's prices, running bins being limited. */
  private void price(ColumnGeneration anew, Budget budget) {
    Pricing pricing = relaxation.pricing;
    double[] more = starts();
    double[] excess = new double[model.kinds()];
    Duals free = master.translate(anew.master, anew.bestDuals(), more, excess);
    pricing.run(free, Pricing.Effort.THOROUGH, NODES, LOOK, null, budget);
    pricing.found().forEach(master::add);
    for (int t = 0; t < excess.length; t++) {
      excess[t] = model.available()[t] == Long.MAX_VALUE ? 0 : pricing.overrating().excess(t);
    }
    Duals charged = master.translate(anew.master, anew.bestDuals(), more, excess);
    pricing.run(charged, Pricing.Effort.QUICK, NODES, null, budget);
    relaxation.learn(charged);
    pricing.found().forEach(master::add);
  }

  /** What a unit is worth beyond, by class, where more of it is needed than runs. */
  private double[] starts() {
    double[] running = new double[model.classes()];
    double[] rate = new double[model.classes()];
    for (int t = 0; t < model.kinds(); t++) {
      long[] rates = model.rate()[model.site()[t]];
      for (int j = 0; j < running.length; j++) {
        rate[j] = Math.max(rate[j], (double) rates[j]);
        if (model.kept()[t] != null) {
          running[j] += (double) model.available()[t] * model.kept()[t][j] * rates[j];
        }
      }
    }
    double[] more = new double[running.length];
    for (int j = 0; j < more.length; j++) {
      more[j] = model.need()[j] > running[j] && rate[j] > 0 ? model.startCost() / rate[j] : 0;
    }
    return more;
  }

  /** The model as if nothing ran. */
  private PackingModel withoutRunning() {
    return new PackingModel(
        model.size(),
        model.need(),
        model.rate(),
        model.copyCost(),
        model.lot(),
        model.cap(),
        model.domain(),
        model.lotCost(),
        IntStream.of(fresh).mapToLong(t -> model.cost()[t]).toArray(),
        IntStream.of(fresh).mapToObj(t -> model.capacity()[t]).toArray(long[][]::new),
        IntStream.of(fresh).map(t -> model.site()[t]).toArray(),
        IntStream.of(fresh).mapToLong(t -> model.available()[t]).toArray(),
        new long[fresh.length][],
        0,
        model.quotaLimit(),
        IntStream.of(fresh).mapToObj(t -> model.quotaOf()[t]).toArray(int[][]::new),
        IntStream.of(fresh).mapToObj(t -> model.quotaUse()[t]).toArray(long[][]::new));
  }
}
