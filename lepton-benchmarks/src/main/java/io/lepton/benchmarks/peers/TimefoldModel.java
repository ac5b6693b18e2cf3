package io.lepton.benchmarks.peers;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import ai.timefold.solver.core.api.solver.SolverConfigOverride;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicPhaseConfig;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicType;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchType;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import io.lepton.benchmarks.peers.PlacingModel.Bin;
import io.lepton.benchmarks.peers.PlacingModel.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Timefold: items choose a slot, a slot is the cheapest bin that holds its items. First fit
 * decreasing, then late acceptance until the time is up, with an incremental score; a soft level
 * rewards full bins beside empty ones, for counting bins alone is a score trap. Bins under a quota
 * are not used. It uses one thread: more are sold with its enterprise edition.
 */
public final class TimefoldModel implements Contender {
  private static final int MOST_ITEMS = 200_000;

  private final SolverFactory<Packing> factory =
      SolverFactory.create(
          new SolverConfig()
              .withSolutionClass(Packing.class)
              .withEntityClasses(Item.class)
              .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
              .withRandomSeed(1L)
              .withScoreDirectorFactory(
                  new ScoreDirectorFactoryConfig()
                      .withIncrementalScoreCalculatorClass(Scores.class))
              .withPhases(
                  new ConstructionHeuristicPhaseConfig()
                      .withConstructionHeuristicType(
                          ConstructionHeuristicType.FIRST_FIT_DECREASING),
                  new LocalSearchPhaseConfig().withLocalSearchType(LocalSearchType.LATE_ACCEPTANCE))
              .withTerminationConfig(new TerminationConfig().withSpentLimit(Duration.ofDays(1))));

  @Override
  public String name() {
    return "Timefold";
  }

  @Override
  public Answer solve(PlacingModel model, Effort effort) {
    if (model.items() > MOST_ITEMS) {
      return Answer.none("the model is too large");
    }
    Optional<List<Bin>> greedy = new Greedy(model).fill(effort.share(0.5));
    if (greedy.isEmpty()) {
      return Answer.none("no number of bins to begin with");
    }
    long first = greedy.get().stream().mapToLong(Bin::count).sum();
    long slots = model.kinds().size() == 1 ? first : Math.min(model.items(), first * 3 / 2 + 2);
    Packing start = Packing.of(model, (int) slots);
    if (!effort.hint().isEmpty()) {
      start.place(effort.hint());
    }
    Duration left = Duration.ofMillis(Math.max(1, (long) (1000 * effort.secondsLeft())));
    Packing best =
        factory
            .buildSolver(
                new SolverConfigOverride<Packing>()
                    .withTerminationConfig(new TerminationConfig().withSpentLimit(left)))
            .solve(start);
    HardMediumSoftLongScore score = best.score;
    if (score == null || best.items.stream().anyMatch(item -> item.slot == null)) {
      return Answer.none("no solution in the time");
    }
    if (score.hardScore() < 0) {
      return Answer.none("no valid solution in the time");
    }
    return Answer.of(best.bins(), 0);
  }

  /** A place for a bin. */
  public static final class Slot {
    final int index;
    final int domain;

    Slot(int index, int domain) {
      this.index = index;
      this.domain = domain;
    }
  }

  /** Larger items are harder to place. */
  public static final class BySize implements Comparator<Item> {
    @Override
    public int compare(Item a, Item b) {
      return Double.compare(a.size, b.size);
    }
  }

  /** One item. */
  @PlanningEntity(comparatorClass = BySize.class)
  public static final class Item {
    int of;
    double size;
    @PlanningVariable public @Nullable Slot slot;

    public Item() {}

    Item(int of, double size) {
      this.of = of;
      this.size = size;
    }
  }

  /** A problem and, when solved, its packing. */
  @PlanningSolution
  public static final class Packing {
    @Nullable PlacingModel model;
    @Nullable List<List<Integer>> cheapest;
    @ValueRangeProvider public List<Slot> slots = new ArrayList<>();
    @PlanningEntityCollectionProperty public List<Item> items = new ArrayList<>();
    @PlanningScore public @Nullable HardMediumSoftLongScore score;

    public Packing() {}

    static Packing of(PlacingModel model, int perDomain) {
      Packing packing = new Packing();
      packing.model = model;
      int domains = model.spread() ? model.domains() : 1;
      packing.cheapest = new ArrayList<>();
      for (int domain = 0; domain < domains; domain++) {
        int here = domain;
        packing.cheapest.add(
            IntStream.range(0, model.kinds().size())
                .filter(t -> domains == 1 || model.kinds().get(t).domain() == here)
                .filter(t -> Arrays.stream(model.kinds().get(t).quotaUse()).allMatch(u -> u == 0))
                .boxed()
                .sorted(Comparator.comparingLong(t -> model.kinds().get(t).price()))
                .toList());
        for (int s = 0; s < perDomain; s++) {
          packing.slots.add(new Slot(packing.slots.size(), domain));
        }
      }
      for (int j = 0; j < model.classes(); j++) {
        double size = 0;
        for (int d = 0; d < model.dimensions(); d++) {
          int dimension = d;
          size +=
              model.demand()[j][d]
                  / (double)
                      model.kinds().stream()
                          .mapToLong(k -> k.capacity()[dimension])
                          .max()
                          .orElse(1);
        }
        for (long n = 0; n < model.need()[j]; n++) {
          packing.items.add(new Item(j, size));
        }
      }
      return packing;
    }

    /** Begins with bins that are known. */
    void place(List<Bin> bins) {
      PlacingModel placing = java.util.Objects.requireNonNull(model);
      List<List<Item>> open = new ArrayList<>();
      for (int j = 0; j < placing.classes(); j++) {
        open.add(new ArrayList<>());
      }
      items.forEach(item -> open.get(item.of).add(item));
      int perDomain = slots.size() / (placing.spread() ? placing.domains() : 1);
      int[] next = new int[placing.domains()];
      for (Bin bin : bins) {
        int domain = placing.spread() ? placing.kinds().get(bin.kind()).domain() : 0;
        for (long n = 0; n < bin.count() && next[domain] < perDomain; n++) {
          Slot slot = slots.get(domain * perDomain + next[domain]++);
          for (int j = 0; j < bin.items().length; j++) {
            for (long i = 0; i < bin.items()[j] && !open.get(j).isEmpty(); i++) {
              open.get(j).remove(open.get(j).size() - 1).slot = slot;
            }
          }
        }
      }
    }

    List<Bin> bins() {
      PlacingModel placing = java.util.Objects.requireNonNull(model);
      long[][] held = new long[slots.size()][placing.classes()];
      long[][] load = new long[slots.size()][placing.dimensions()];
      for (Item item : items) {
        int s = java.util.Objects.requireNonNull(item.slot).index;
        held[s][item.of]++;
        for (int d = 0; d < load[s].length; d++) {
          load[s][d] += placing.demand()[item.of][d];
        }
      }
      List<Bin> bins = new ArrayList<>();
      for (int s = 0; s < held.length; s++) {
        if (Arrays.stream(held[s]).anyMatch(count -> count > 0)) {
          bins.add(new Bin(kind(slots.get(s).domain, load[s]), held[s], 1));
        }
      }
      return bins;
    }

    /** The cheapest kind that holds a load; -1 when none does. */
    int kind(int domain, long[] load) {
      PlacingModel placing = java.util.Objects.requireNonNull(model);
      for (int t : java.util.Objects.requireNonNull(cheapest).get(domain)) {
        Kind kind = placing.kinds().get(t);
        boolean holds = true;
        for (int d = 0; d < load.length; d++) {
          holds &= load[d] <= kind.capacity()[d];
        }
        if (holds) {
          return t;
        }
      }
      return -1;
    }
  }

  /** Hard: overfull slots and domains. Medium: the price. Soft: full slots beside empty ones. */
  public static final class Scores
      implements IncrementalScoreCalculator<Packing, HardMediumSoftLongScore> {
    private Packing packing = new Packing();
    private PlacingModel model =
        new PlacingModel(
            List.of(), new long[0][], new long[0], new long[0], List.of(), new long[0], 0);
    private long[][] load = new long[0][];
    private long[] price = new long[0];
    private long[] over = new long[0];
    private long[] fill = new long[0];
    private long[][] inDomain = new long[0][];
    private double[] scale = new double[0];
    private long prices;
    private long overs;
    private long fills;
    private long spreads;

    @Override
    public void resetWorkingSolution(Packing solution) {
      packing = solution;
      model = java.util.Objects.requireNonNull(solution.model);
      load = new long[solution.slots.size()][model.dimensions()];
      price = new long[load.length];
      over = new long[load.length];
      fill = new long[load.length];
      inDomain = new long[model.domains()][model.classes()];
      scale = new double[model.dimensions()];
      for (int d = 0; d < scale.length; d++) {
        int dimension = d;
        scale[d] =
            1000.0 / model.kinds().stream().mapToLong(k -> k.capacity()[dimension]).max().orElse(1);
      }
      prices = 0;
      overs = 0;
      fills = 0;
      spreads = 0;
      for (Item item : solution.items) {
        move(item, 1);
      }
    }

    private void move(Item item, int sign) {
      Slot slot = item.slot;
      if (slot == null) {
        return;
      }
      int s = slot.index;
      boolean empty = true;
      for (int d = 0; d < scale.length; d++) {
        load[s][d] += sign * model.demand()[item.of][d];
        empty &= load[s][d] == 0;
      }
      prices -= price[s];
      overs -= over[s];
      fills -= fill[s];
      int kind = empty ? -2 : packing.kind(slot.domain, load[s]);
      price[s] = kind < 0 ? 0 : model.kinds().get(kind).price();
      over[s] = 0;
      double sum = 0;
      for (int d = 0; d < scale.length; d++) {
        double share = load[s][d] * scale[d];
        sum += share;
        over[s] += kind == -1 ? (long) share + 1 : 0;
      }
      fill[s] = (long) (sum * sum);
      prices += price[s];
      overs += over[s];
      fills += fill[s];
      if (model.spread()) {
        long before = Math.max(0, inDomain[slot.domain][item.of] - model.cap()[item.of]);
        inDomain[slot.domain][item.of] += sign;
        spreads += Math.max(0, inDomain[slot.domain][item.of] - model.cap()[item.of]) - before;
      }
    }

    @Override
    public void beforeEntityAdded(Object entity) {}

    @Override
    public void afterEntityAdded(Object entity) {
      move((Item) entity, 1);
    }

    @Override
    public void beforeVariableChanged(Object entity, String variable) {
      move((Item) entity, -1);
    }

    @Override
    public void afterVariableChanged(Object entity, String variable) {
      move((Item) entity, 1);
    }

    @Override
    public void beforeEntityRemoved(Object entity) {
      move((Item) entity, -1);
    }

    @Override
    public void afterEntityRemoved(Object entity) {}

    @Override
    public HardMediumSoftLongScore calculateScore() {
      return HardMediumSoftLongScore.of(-overs - spreads, -prices, fills);
    }
  }
}
