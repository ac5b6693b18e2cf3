package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Starts the pattern relaxation part by part where a model falls apart into {@link Block}s: how the
 * units of a class are shared out among them is taken from {@link RoomAscent}, and every part is
 * then a problem of its own with a third of the rows or less. Any prices of units that are right in
 * each part give a bound for the whole (see {@link SiteBound}); that, and the patterns, do not
 * depend on how good the shares are. Not thread safe; used once.
 */
final class BlockStart {
  /** So far from its optimum a part may end at most, however little it costs. */
  private static final double LOOSEST = 0.02;

  /** Time for a part that costs nothing, as a part of what the whole cost is worth. */
  private static final double LEAST = 0.1;

  /** The same in a short look: cheap parts need as many rounds as dear ones. */
  private static final double LEAST_OF_A_LOOK = 0.3;

  /** Percent of the time of a look that goes into every part; the rest goes where it matters. */
  private static final long EVERYWHERE = 80;

  private final PackingModel model;
  private final Block[] blocks;
  private final ColumnGeneration[] parts;

  private final BlockPlan plan;

  /** Parts in the order of their cost; what time one leaves is for those after it. */
  private final int[] order;

  /** What each part costs, by the shares and prices to begin with. */
  private final double[] cost;

  /** What time each part is worth. */
  private final double[] weight;

  private final int threads;
  private double bound;

  private BlockStart(
      PackingModel model, Block[] blocks, BlockPlan plan, long lattice, int threads) {
    this.threads = threads;
    this.plan = plan;
    this.model = model;
    this.blocks = blocks;
    this.parts = new ColumnGeneration[blocks.length];
    this.cost = plan.cost();
    this.order = Orders.ascending(cost);
    this.weight = weight(cost, LEAST);
    for (int b = 0; b < blocks.length; b++) {
      // A unit of each class at least, so that its price is known everywhere.
      long[] sides = plan.planned()[b].clone();
      for (int j = 0; j < sides.length; j++) {
        sides[j] = blocks[b].allowed()[j] ? Math.max(1, sides[j]) : 0;
      }
      parts[b] = new ColumnGeneration(new Master(blocks[b].model(), sides), lattice);
    }
  }

  /** What time each part is worth, when one that costs nothing gets so much. */
  private static double[] weight(double[] cost, double least) {
    double total = Arrays.stream(cost).sum();
    return Arrays.stream(cost).map(of -> of + least * total).toArray();
  }

  /**
   * A start; empty where the model has too many parts, or caps forbid the shares.
   *
   * @param rooms solved: its units by site are the shares, its prices a beginning
   * @param threads how many parts may be worked on at once
   */
  static Optional<BlockStart> of(PackingModel model, RoomAscent rooms, long lattice, int threads) {
    Block[] blocks = Block.of(model);
    if (blocks.length == 0) {
      return Optional.empty();
    }
    return BlockPlan.of(model, blocks, rooms)
        .map(plan -> new BlockStart(model, blocks, plan, lattice, threads));
  }

  /** Whether there is more than one part. */
  boolean fallsApart() {
    return parts.length > 1;
  }

  /** Proven: no packing of the whole costs less. */
  double bound() {
    return bound;
  }

  /**
   * Solves every part with bins that hold fractions.
   *
   * @param known patterns of the whole to begin with
   */
  void begin(List<Pattern> known, Budget budget) {
    handOut(known);
    Crews.work(
        order, weight, threads, (b, within) -> parts[b].begin(plan.prices()[b], within), budget);
    learn();
  }

  /** Whether prices and needs of units say all of a part: it may be looked at and packed alone. */
  boolean plain() {
    return SoundPrices.suits(model)
        && Arrays.stream(blocks)
            .allMatch(block -> Arrays.stream(block.lots()).allMatch(lots -> lots.length == 1));
  }

  /**
   * Looks at every part for a moment: a few rounds of patterns, and prices that are right.
   *
   * @param known patterns of the whole to begin with
   * @return patterns and how many bins of each
   */
  Map<Pattern, Double> sketch(List<Pattern> known, Budget budget) {
    handOut(known);
    PartSketch[] sketches = new PartSketch[parts.length];
    for (int b = 0; b < parts.length; b++) {
      sketches[b] =
          new PartSketch(parts[b], plan.prices()[b], plan.units(model, b), plan.elsewhere(b));
    }
    double[] share = weight(cost, LEAST_OF_A_LOOK);
    Budget first = budget.atMost(budget.leftNanos() / 100 * EVERYWHERE);
    int[] planned = IntStream.of(order).filter(plan::holdsAny).toArray();
    Crews.work(planned, share, threads, (b, within) -> sketches[b].run(within), first);
    // What time is left goes where most is in question.
    double[] gaps = Arrays.stream(sketches).mapToDouble(PartSketch::gap).toArray();
    int[] wide = IntStream.range(0, gaps.length).filter(b -> gaps[b] > 0).toArray();
    Crews.work(
        Orders.descending(wide, b -> gaps[b]),
        gaps,
        threads,
        (b, within) -> sketches[b].run(within),
        budget);
    // What units cost in the parts where they stand says up to where their prices matter in others.
    double[][] found = Arrays.stream(sketches).map(PartSketch::prices).toArray(double[][]::new);
    Crews.work(
        IntStream.of(order).filter(b -> !plan.holdsAll(b)).toArray(),
        share,
        threads,
        (b, within) -> sketches[b].settle(plan.elsewhere(b, found), within),
        budget);
    double sum = 0;
    double[][][] proven = new double[parts.length][][];
    for (int b = 0; b < parts.length; b++) {
      sum += sketches[b].limits();
      double[] unit = sketches[b].prices();
      proven[b] = new double[unit.length][];
      Arrays.setAll(proven[b], j -> new double[] {unit[j]});
    }
    raise(sum, proven);
    return solution();
  }

  /**
   * Packings of the parts by the plan, from the patterns that are known then.
   *
   * @param seed of the random choices
   */
  PartPackings packings(long seed) {
    return new PartPackings(model, blocks, parts, plan.planned(), weight, threads, seed);
  }

  private Map<Pattern, Double> solution() {
    Map<Pattern, Double> bins = new LinkedHashMap<>();
    for (int b = 0; b < parts.length; b++) {
      Block block = blocks[b];
      parts[b]
          .master
          .solution()
          .forEach((pattern, count) -> bins.merge(block.whole(pattern), count, Double::sum));
    }
    return bins;
  }

  private void handOut(List<Pattern> known) {
    for (Pattern pattern : known) {
      for (int b = 0; b < parts.length; b++) {
        int kind = Arrays.binarySearch(blocks[b].kinds(), pattern.kind());
        if (kind >= 0) {
          parts[b].master.add(new Pattern(kind, pattern.classes(), pattern.copies()));
        }
      }
    }
  }

  /**
   * Prices whole patterns in every part until the whole is nearly solved, or time is up: first with
   * short looks everywhere, and then with long ones where most is left in question.
   *
   * @param enough of the whole's cost is proven then
   */
  Map<Pattern, Double> refine(double enough, long nodes, Budget budget) {
    double most = 0;
    for (ColumnGeneration part : parts) {
      most += (1 - enough) * part.master.lp.objective() / parts.length;
    }
    double asked = most;
    Crews.work(
        order,
        weight,
        threads,
        (b, within) -> refine(b, asked, ColumnGeneration.FIRST_NODES, within),
        budget);
    double[] gaps = IntStream.range(0, parts.length).mapToDouble(this::gap).toArray();
    int[] wide = IntStream.range(0, parts.length).filter(b -> gaps[b] > asked).toArray();
    Crews.work(
        Orders.descending(wide, b -> gaps[b]),
        gaps,
        threads,
        (b, within) -> refine(b, asked, nodes, within),
        budget);
    learn();
    return solution();
  }

  /** Prices patterns of a part until so much of its cost is in question, or its time is up. */
  private void refine(int of, double most, long nodes, Budget budget) {
    ColumnGeneration part = parts[of];
    double open = most / Math.max(1, part.master.lp.objective());
    part.run(1 - Math.min(LOOSEST, open), nodes, budget);
  }

  /** What of a part's cost is not proven. */
  private double gap(int of) {
    return Math.max(0, parts[of].master.lp.objective() - parts[of].bound());
  }

  /** The bound from each part's own prices of units. */
  private void learn() {
    if (!Arrays.stream(parts).allMatch(ColumnGeneration::hasLearned)) {
      return;
    }
    double sum = 0;
    double[][][] prices = new double[parts.length][][];
    for (int b = 0; b < parts.length; b++) {
      sum += parts[b].master.limitsValue(parts[b].bestDuals());
      prices[b] = parts[b].unitPrices();
    }
    raise(sum, prices);
  }

  /**
   * Takes up what prices prove that are right in every part.
   *
   * @param limits what limits are worth at them, at most 0
   * @param prices by part, class and the part's lot
   */
  private void raise(double limits, double[][][] prices) {
    double sum = limits;
    for (int j = 0; j < model.classes(); j++) {
      sum += cheapest(j, prices);
    }
    bound = Math.max(bound, sum - 1e-12 * Math.abs(sum));
  }

  private double cheapest(int of, double[][][] prices) {
    double[] price = new double[model.domains(of)];
    Arrays.fill(price, Double.POSITIVE_INFINITY);
    for (int b = 0; b < blocks.length; b++) {
      int[] lots = blocks[b].lots()[of];
      for (int k = 0; k < lots.length && blocks[b].allowed()[of]; k++) {
        int domain = model.domain()[of][lots[k]];
        price[domain] = Math.min(price[domain], prices[b][of][k]);
      }
    }
    return SiteBound.fill(price, (double) model.need()[of], (double) model.cap()[of]);
  }

  /** Hands patterns, basis and bound over to the relaxation of the whole. */
  void handOver(ColumnGeneration whole) {
    whole.raise(bound);
    List<Pattern> basic = new ArrayList<>();
    List<int[]> spare = new ArrayList<>();
    for (int b = 0; b < parts.length; b++) {
      Master part = parts[b].master;
      for (int p = 0; p < part.patterns.size(); p++) {
        Pattern pattern = blocks[b].whole(part.patterns.get(p));
        whole.master.add(pattern);
        if (part.lp.basic(part.column(p))) {
          basic.add(pattern);
        }
      }
      for (int j = 0; j < model.classes(); j++) {
        int lot = blocks[b].lots()[j][0];
        if (lot >= 0 && part.covers.needIsSpare(j)) {
          spare.add(new int[] {j, lot});
        }
      }
    }
    double[][] units = new double[model.classes()][];
    for (int j = 0; j < units.length; j++) {
      units[j] = new double[model.lots(j)];
      for (int b = 0; b < blocks.length; b++) {
        int lot = blocks[b].lots()[j][0];
        if (lot >= 0) {
          units[j][lot] += (double) plan.planned()[b][j];
        }
      }
    }
    whole.master.begin(basic, spare, units);
  }
}
