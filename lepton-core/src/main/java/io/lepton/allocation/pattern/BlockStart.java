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
 * units of a class are shared out among them is taken from {@link AreaRelaxation}, and every part
 * is then a problem of its own with a third of the rows or less. Any prices of units that are right
 * in each part give a bound for the whole (see {@link SiteBound}); that, and the patterns, do not
 * depend on how good the shares are. Not thread safe; used once.
 */
final class BlockStart {
  /** A class stands on both sides of a choice only where each has this part of it at least. */
  private static final double MIXED = 0.03;

  /** So far from its optimum a part may end at most, however little it costs. */
  private static final double LOOSEST = 0.02;

  /** Time for a part that costs nothing, as a part of what the whole cost is worth. */
  private static final double LEAST = 0.1;

  /** The same in a short look: cheap parts need as many rounds as dear ones. */
  private static final double LEAST_OF_A_LOOK = 0.3;

  /** So much dearer than by area units may come out. */
  private static final double DEARER = 1.15;

  /** And hardly ever so much. */
  private static final double MUCH_DEARER = 2;

  private final PackingModel model;
  private final Block[] blocks;
  private final ColumnGeneration[] parts;

  /** Units planned, by part and class. */
  private final long[][] planned;

  /** Prices of units to begin with, by part and class. */
  private final double[][] prices;

  /** Parts in the order of their cost; what time one leaves is for those after it. */
  private final int[] order;

  /** What each part costs, by the shares and prices to begin with. */
  private final double[] cost;

  /** What time each part is worth. */
  private final double[] weight;

  private final int threads;
  private double bound;

  private BlockStart(
      PackingModel model,
      Block[] blocks,
      long[][] planned,
      double[][] prices,
      long lattice,
      int threads) {
    this.threads = threads;
    this.prices = prices;
    this.model = model;
    this.blocks = blocks;
    this.planned = planned;
    this.parts = new ColumnGeneration[blocks.length];
    this.cost = new double[blocks.length];
    for (int b = 0; b < cost.length; b++) {
      for (int j = 0; j < planned[b].length; j++) {
        cost[b] += planned[b][j] * prices[b][j];
      }
    }
    this.order = Orders.ascending(cost);
    this.weight = weight(cost, LEAST);
    for (int b = 0; b < blocks.length; b++) {
      // A unit of each class at least, so that its price is known everywhere.
      long[] sides = planned[b].clone();
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
   * A start, where the model falls apart; empty otherwise.
   *
   * @param area solved: its units by pool are the shares, its prices of room a beginning
   * @param threads how many parts may be worked on at once
   */
  static Optional<BlockStart> of(
      PackingModel model, AreaRelaxation area, long lattice, int threads) {
    Block[] blocks = Block.of(model);
    if (blocks.length == 0) {
      return Optional.empty();
    }
    int[] blockOfSite = new int[model.rate().length];
    for (int b = 0; b < blocks.length; b++) {
      for (int kind : blocks[b].kinds()) {
        blockOfSite[model.site()[kind]] = b;
      }
    }
    double[][] wanted = new double[blocks.length][model.classes()];
    double[][] prices = new double[blocks.length][model.classes()];
    for (double[] row : prices) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    for (int pool = 0; pool < area.units().length; pool++) {
      for (int j = 0; j < model.classes(); j++) {
        int block = blockOfSite[area.site(pool)];
        wanted[block][j] += area.units()[pool][j];
        if (area.fits(pool, j)) {
          prices[block][j] = Math.min(prices[block][j], area.unitPrice(area.room(), pool, j));
        }
      }
    }
    for (double[] row : prices) {
      Arrays.setAll(row, j -> Double.isInfinite(row[j]) ? 0 : Math.max(0, row[j]));
    }
    long[][] planned = new long[blocks.length][model.classes()];
    for (int j = 0; j < model.classes(); j++) {
      if (!share(model, blocks, wanted, planned, j)) {
        return Optional.empty();
      }
    }
    return Optional.of(new BlockStart(model, blocks, planned, prices, lattice, threads));
  }

  /** Shares out a class in whole units, the largest wishes first; false where caps forbid it. */
  private static boolean share(
      PackingModel model, Block[] blocks, double[][] wanted, long[][] planned, int of) {
    double[] wishes = Arrays.stream(wanted).mapToDouble(row -> row[of]).toArray();
    int[] order = Orders.descending(wishes);
    long[] capLeft = new long[model.domains(of)];
    Arrays.fill(capLeft, model.cap()[of]);
    long left = model.need()[of];
    double slack = MIXED * model.need()[of];
    for (boolean exact : new boolean[] {true, false}) {
      for (int b : order) {
        int lot = blocks[b].lots()[of][0];
        if (lot < 0 || !blocks[b].allowed()[of]) {
          continue;
        }
        int domain = model.domain()[of][lot];
        long most = Math.min(left, capLeft[domain]);
        double wish = wishes[b];
        long some = exact && wish + slack < most ? (wish < slack ? 0 : (long) wish) : most;
        planned[b][of] += some;
        capLeft[domain] -= some;
        left -= some;
      }
    }
    return left == 0;
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
    Crews.work(order, weight, threads, (b, within) -> parts[b].begin(prices[b], within), budget);
    learn();
  }

  /** Whether a quick look at the parts is of use. */
  boolean suitsSketches() {
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
      sketches[b] = new PartSketch(parts[b], prices[b], units(b), elsewhere(b));
    }
    double[] share = weight(cost, LEAST_OF_A_LOOK);
    Crews.work(order, share, threads, (b, within) -> sketches[b].run(within), budget);
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

  /** How many units of each class the price in a part matters for. */
  private double[] units(int of) {
    double[] units = new double[model.classes()];
    Arrays.setAll(units, j -> (double) (planned[of][j] > 0 ? planned[of][j] : model.countable(j)));
    return units;
  }

  /** Up to which price classes that are planned elsewhere matter in a part; infinite for others. */
  private double[] elsewhere(int of) {
    double[] most = new double[model.classes()];
    for (int j = 0; j < most.length; j++) {
      for (int b = 0; b < parts.length; b++) {
        most[j] = planned[b][j] > 0 ? Math.max(most[j], prices[b][j]) : most[j];
      }
      most[j] = Math.max(DEARER * most[j], Math.min(MUCH_DEARER * most[j], prices[of][j]));
      most[j] = planned[of][j] > 0 ? Double.POSITIVE_INFINITY : most[j];
    }
    return most;
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
          units[j][lot] += (double) planned[b][j];
        }
      }
    }
    whole.master.begin(basic, spare, units);
  }
}
