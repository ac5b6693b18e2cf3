package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest packing of a model, or the best that the time allows: greedy packings, the
 * pattern relaxation with its bound, dives, and an exhaustive search over the patterns that the gap
 * leaves in question. Not thread safe; used once.
 */
public final class PackingEngine {
  /** The relaxation is rounded for the first time once its bound is this close to its value. */
  private static final double CLOSE = 1 - 2e-4;

  /** Parts are solved so closely where units are few. */
  private static final double NEARLY = 1 - 2e-3;

  private static final int FEW_PATTERNS = 3_000;
  private static final int MANY_PATTERNS = 60_000;

  /** Where all bins are equal, dives find more than what else takes turns. */
  private static final int DIVES_A_TURN = 4;

  private static final long GRACE_NANOS = 20_000_000;
  private static final long HOMING_NANOS = 2_000_000;

  /** Search nodes a bin in a thorough look at a part. */
  private static final long PART_NODES = 3_200;

  /** Prices of room are improved for this part of the time at most. */
  private static final int ASCENT = 2;

  /** Percent of the time that a look at the parts takes: the whole makes less of it than they. */
  private static final long SKETCHED = 96;

  private final PackingModel model;
  private final long lattice;
  private Budget budget;
  private final int threads;
  private final Random random;
  private final Standing standing;
  private final FirstAnswers firstAnswers;
  private final long seed;
  private final @Nullable FewerBins fewerBins;
  private final double[] floor;

  /** Made once it is needed: a first answer has no use for it. */
  private volatile @Nullable ColumnGeneration made;

  /** Patterns that were known before. */
  private final List<Pattern> known = new ArrayList<>();

  private final Map<Pattern, Long> suggested = new LinkedHashMap<>();
  private boolean infeasible;
  private boolean begun;

  /** Where the model falls apart and there is time for its parts. */
  private @Nullable Parts parts;

  /** Where parts may be packed by themselves, once they are solved. */
  private @Nullable PartPackings packings;

  /** Whether the next dive is in the whole, though there are parts. */
  private boolean inWhole;

  /** How long the first answer took; 0 where it was not looked for apart. */
  private long firstNanos;

  /**
   * An engine for one search.
   *
   * @param lattice every packing's cost is a multiple of this
   * @param seed of the random choices
   */
  public PackingEngine(PackingModel model, long lattice, long seed, Budget budget) {
    this(model, lattice, seed, 1, budget);
  }

  /**
   * The same with helpers.
   *
   * @param threads how many threads may work; where all bins are equal, a second one looks for
   *     better packings while this one proves, and where a model falls apart, parts are worked on
   *     at once
   */
  public PackingEngine(PackingModel model, long lattice, long seed, int threads, Budget budget) {
    this.model = model;
    this.lattice = lattice;
    this.threads = threads;
    this.standing = new Standing(model, lattice);
    this.budget = unlessSettled(budget);
    this.seed = seed;
    this.random = new Random(seed);
    this.floor = UnitValues.bySize(model);
    this.firstAnswers = new FirstAnswers(model, floor, random, standing, this::offer, GRACE_NANOS);
    this.fewerBins = FewerBins.suits(model) ? fewerBins(seed) : null;
  }

  /**
   * Makes the patterns of an earlier answer known. What of it still is of use becomes the first
   * packing, completed where needs have grown.
   */
  public void suggest(Map<Pattern, Long> bins) {
    if (bins.isEmpty()) {
      return;
    }
    know(bins.keySet());
    suggested.putAll(bins);
  }

  private void know(Collection<Pattern> patterns) {
    if (made == null) {
      known.addAll(patterns);
    } else {
      patterns.forEach(relaxation().master::add);
    }
  }

  private ColumnGeneration relaxation() {
    ColumnGeneration relaxation = made;
    if (relaxation == null) {
      relaxation = new ColumnGeneration(new Master(model), lattice);
      known.forEach(relaxation.master::add);
      known.clear();
      made = relaxation;
    }
    return relaxation;
  }

  private Rounding rounding() {
    return new Rounding(model, completer());
  }

  private Completer completer() {
    return new Completer(model, relaxation().pricing.bin);
  }

  /** Offers a packing that the caller knows to be valid. */
  public void offer(Packing packing) {
    if (standing.offer(packing)) {
      know(packing.bins().keySet());
    }
  }

  /**
   * Looks for a first answer alone, quickly; {@link #run} goes on from it. There may be none after
   * it.
   */
  public void begin() {
    begun = true;
    if (FirstBounds.impossible(model)) {
      infeasible = true;
      return;
    }
    standing.raise(FirstBounds.cost(model));
    long now = System.nanoTime();
    AreaRelaxation area = firstAnswers.atOnce(budget);
    if (area != null) {
      RoomAscent rooms = new RoomAscent(model, area);
      Budget ascent = budget.atMost(budget.leftNanos() / ASCENT);
      BooleanSupplier ended = ascent.cancelled();
      rooms.run(
          new Budget(
              ascent.endNanos(), () -> standing.settled(rooms.bound()) || ended.getAsBoolean()));
      standing.raise(rooms.bound());
      parts = Parts.of(model, rooms, lattice, threads, budget.leftNanos()).orElse(null);
      firstNanos = System.nanoTime() - now;
    }
  }

  /** Gives the search another time; not while it runs. */
  public void within(Budget other) {
    budget = unlessSettled(other);
  }

  private Budget unlessSettled(Budget other) {
    return new Budget(other.endNanos(), () -> settled() || other.cancelled().getAsBoolean());
  }

  /** Searches. */
  public void run() {
    explore();
    Packing best = standing.best();
    if (best != null && WarmStart.suits(model)) {
      Budget brief = new Budget(budget.endNanos() + HOMING_NANOS, () -> false);
      standing.prefer(new Homing(model).improve(best, brief));
    }
  }

  private void explore() {
    if (!begun) {
      begin();
    }
    if (infeasible) {
      return;
    }
    if (standing.best() == null || !budget.exhausted()) {
      greedy();
    }
    if (fewerBins == null || standing.best() == null || standing.closed()) {
      search();
    } else if (threads == 1) {
      fewerBins.look(budget.atMost(budget.leftNanos() / 5));
      adopt();
      search();
    } else {
      searchWithHelper();
    }
  }

  private FewerBins fewerBins(long seed) {
    return new FewerBins(model, seed, standing.incumbent(), this::lowerBound);
  }

  /** Searches here for proofs, and on another thread for better packings. */
  private void searchWithHelper() {
    AtomicBoolean ended = new AtomicBoolean();
    Budget whole = new Budget(budget.endNanos(), () -> ended.get() || budget.exhausted());
    FewerBins own = fewerBins(~seed);
    Thread helper = new Thread(() -> own.run(whole), "lepton-packing");
    helper.setDaemon(true);
    helper.start();
    try {
      search();
    } finally {
      ended.set(true);
      Crews.join(helper);
      adopt();
    }
  }

  /** Takes over what was proposed. */
  private void adopt() {
    Packing packing = standing.incumbent().packing();
    if (packing != null && packing.cost() < costOfBest()) {
      offer(packing);
    }
  }

  /** Whether a proposed packing is proven the cheapest. */
  private boolean settled() {
    ColumnGeneration relaxation = made;
    return standing.settled(relaxation == null ? 0 : relaxation.bound());
  }

  private void search() {
    // With less time left than the first answer took, not even a round of pricing comes to its end.
    if (standing.best() != null && budget.leftNanos() < firstNanos) {
      return;
    }
    ColumnGeneration relaxation = relaxation();
    // Where bins differ, what the start finds is rounded at once and worth most of the time.
    long share = model.kinds() == 1 ? 5 : 7;
    Budget beginning = budget.atMost(budget.leftNanos() / 10 * share);
    if (WarmStart.suits(model)) {
      round(new WarmStart(relaxation).run(beginning));
    } else if (parts != null) {
      begin(parts);
    } else {
      round(relaxation.begin(beginning));
    }
    standing.raise(relaxation.bound());
    // Half of the time at most goes into the relaxation before it is rounded for the first time.
    relaxation.run(CLOSE, 200_000, budget.atMost(budget.leftNanos() / 2));
    standing.raise(relaxation.bound());
    if (relaxation.infeasible() && relaxation.converged() && standing.best() == null) {
      infeasible = true;
      return;
    }
    if (standing.closed() || budget.exhausted()) {
      return;
    }
    round(relaxation.master.solution());
    rework(40);
    if (!done() && !relaxation.converged()) {
      relaxation.run(1, 2_000, budget.atMost(budget.leftNanos() / 4));
      standing.raise(relaxation.bound());
    }
    dive(1);
    exact(FEW_PATTERNS);
    dive(6);
    rework(400);
    if (!done() && !relaxation.converged()) {
      relaxation.run(1, 200_000, budget.atMost(budget.leftNanos() / 2));
      standing.raise(relaxation.bound());
    }
    exact(MANY_PATTERNS);
    double first = 0;
    while (!done()) {
      dive(fewerBins == null ? 1 : DIVES_A_TURN, first);
      rework(100);
      if (fewerBins != null) {
        fewerBins.turn(budget);
      } else {
        // Without chance the only dive of a turn would mostly end where the one before did.
        first = Dive.CHANCE;
      }
    }
  }

  /** Solves the parts that the model falls apart into, and begins from their patterns. */
  private void begin(Parts from) {
    ColumnGeneration relaxation = relaxation();
    BlockStart start = from.start();
    if (from.brief()) {
      Map<Pattern, Double> bins =
          start.sketch(
              relaxation.master.patterns, budget.atMost(budget.leftNanos() / 100 * SKETCHED));
      standing.raise(start.bound());
      Budget grace = new Budget(budget.endNanos() + GRACE_NANOS, budget.cancelled());
      rounding().atOnce(bins, new FirstFit(model, floor), grace).ifPresent(this::offer);
    } else {
      start.begin(relaxation.master.patterns, budget.atMost(budget.leftNanos() / 2));
      standing.raise(start.bound());
      double enough = from.few() ? NEARLY : CLOSE;
      round(start.refine(enough, PART_NODES, budget.atMost(budget.leftNanos() / 10 * 7)));
      standing.raise(start.bound());
    }
    start.handOver(relaxation);
    if (!from.brief() && start.plain()) {
      packings = start.packings(seed);
      // Rounding costs most where units are few, and the whole relaxation saves little there.
      packParts(packings, budget.atMost(budget.leftNanos() / 10 * (from.few() ? 9 : 5)));
    }
  }

  private void packParts(PartPackings of, Budget within) {
    of.turn(within).ifPresent(this::offer);
  }

  private void round(Map<Pattern, Double> bins) {
    rounding().complete(bins, worths(0), budget).ifPresent(this::offer);
  }

  private UnitValues worths(double noise) {
    ColumnGeneration relaxation = relaxation();
    return UnitValues.noisy(relaxation.master, relaxation.bestDuals(), floor, noise, random);
  }

  /**
   * Takes bins of the best packing apart and packs their contents anew, until that gains no more.
   */
  private void rework(int patience) {
    Packing best = standing.best();
    if (best == null || done()) {
      return;
    }
    Rework rework = new Rework(model, completer(), random);
    offer(rework.improve(best, patience, () -> worths(0.05), lowerBound(), budget));
  }

  /** A valid packing without any proof, for comparisons. */
  public void quick() {
    if (FirstBounds.impossible(model)) {
      infeasible = true;
    } else {
      greedy();
    }
  }

  /** Searches for any packing at all. */
  public boolean feasible() {
    if (FirstBounds.impossible(model)) {
      infeasible = true;
      return false;
    }
    greedy();
    if (standing.best() == null) {
      run();
    }
    return standing.best() != null;
  }

  /**
   * What one unit more of each quota saves, by the relaxation; 0 where it does not bind or was not
   * asked.
   */
  public double[] quotaPrices() {
    ColumnGeneration relaxation = made;
    if (relaxation == null) {
      return new double[model.quotaLimit().length];
    }
    Duals duals = relaxation.bestDuals();
    return IntStream.range(0, model.quotaLimit().length)
        .mapToDouble(quota -> -relaxation.master.limits.quotaDual(duals, quota))
        .toArray();
  }

  /** What one unit more of each class' need costs, by the relaxation; 0 where it was not asked. */
  public double[] needPrices() {
    ColumnGeneration relaxation = made;
    if (relaxation == null) {
      return new double[model.classes()];
    }
    Duals duals = relaxation.bestDuals();
    return IntStream.range(0, model.classes())
        .mapToDouble(of -> relaxation.master.covers.needDual(duals, of))
        .toArray();
  }

  private void greedy() {
    firstAnswers.thorough(suggested, parts != null && parts.brief(), this::rounding, budget);
  }

  private void dive(int times) {
    dive(times, 0);
  }

  /**
   * Dives, all but the first one with chance in what they fix.
   *
   * @param first how much chance there is in that one
   */
  private void dive(int times, double first) {
    Dive dive = new Dive(relaxation(), floor);
    for (int i = 0; i < times && !done(); i++) {
      if (packings != null && !inWhole) {
        packParts(packings, budget);
        inWhole = true;
        continue;
      }
      inWhole = false;
      long below = costOfBest();
      Optional<Packing> packing = dive.run(below, i == 0 ? first : Dive.CHANCE, random, budget);
      packing.ifPresent(this::offer);
    }
  }

  /** Goes through everything that could be better, when that is little enough. */
  private void exact(int patterns) {
    // Duals that no pricing has looked at say nothing about patterns that are not known.
    if (done() || !relaxation().hasLearned()) {
      return;
    }
    ColumnGeneration relaxation = relaxation();
    Master master = relaxation.master;
    Duals duals = relaxation.bestDuals().dividedBy(relaxation.bestShrink());
    double value = master.dualObjective(duals, 1);
    Packing best = standing.best();
    double gap = best == null ? Double.POSITIVE_INFINITY : best.cost() - lattice - value;
    Optional<List<Pattern>> listed =
        new Enumeration(master, patterns, budget).list(duals, Math.max(0, gap) + 1e-6 * lattice);
    if (listed.isEmpty()) {
      return;
    }
    Master whole = new Master(model);
    listed.get().forEach(whole::add);
    boolean proven =
        new ColumnSearch(whole, lattice, Long.MAX_VALUE, this::costOfBest, this::offer, budget)
            .run();
    if (proven) {
      standing.exhaust();
      infeasible = standing.best() == null;
    }
  }

  private boolean done() {
    adopt();
    return standing.closed() || infeasible || budget.exhausted();
  }

  private long costOfBest() {
    Packing best = standing.best();
    return best == null ? Long.MAX_VALUE : best.cost();
  }

  /** The cheapest packing found; null when there is none. */
  public @Nullable Packing best() {
    return standing.best();
  }

  /** Proven: no packing costs less. */
  public long lowerBound() {
    return standing.lowerBound();
  }

  /** Proven: there is no packing. */
  public boolean infeasible() {
    return infeasible;
  }
}
