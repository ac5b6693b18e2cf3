package io.lepton.benchmarks.peers;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import io.lepton.benchmarks.peers.PlacingModel.Bin;
import io.lepton.benchmarks.peers.PlacingModel.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The pattern model (Gilmore and Gomory): columns are fillings of a bin, found by column generation
 * with GLOP as the master and greedy fillings by dual value, then exact ones by the backend; half
 * the time goes into columns, the other half into the whole-number program over them. Where every
 * kind of bin was priced exactly, Farley's bound holds.
 */
final class PatternModel implements Contender {
  private static final double FOR_COLUMNS = 0.5;

  private final IntegerBackend backend;

  PatternModel(IntegerBackend backend) {
    this.backend = backend;
    Loader.loadNativeLibraries();
  }

  @Override
  public String name() {
    return backend.name() + " patterns";
  }

  @Override
  public Answer solve(PlacingModel model, Effort effort) {
    Optional<List<Bin>> greedy = new Greedy(model).fill(effort.share(0.5));
    Generation generation = new Generation(model, effort.share(FOR_COLUMNS));
    try {
      generation.start(greedy.orElse(List.of()), effort.hint());
      generation.run();
    } finally {
      generation.master.delete();
    }
    return whole(model, generation, greedy.orElse(List.of()), effort);
  }

  private Answer whole(PlacingModel model, Generation generation, List<Bin> greedy, Effort effort) {
    IntegerProgram program = new IntegerProgram();
    List<Bin> columns = generation.columns;
    for (Bin column : columns) {
      program.whole(model.items(), model.kinds().get(column.kind()).price());
    }
    for (int j = 0; j < model.classes(); j++) {
      IntegerProgram.Row row = program.row(model.need()[j], IntegerProgram.FREE);
      for (int c = 0; c < columns.size(); c++) {
        row.add(c, columns.get(c).items()[j]);
      }
      for (int domain = 0; model.spread() && domain < model.domains(); domain++) {
        IntegerProgram.Row cap = program.row(0, model.cap()[j]);
        for (int c = 0; c < columns.size(); c++) {
          if (model.kinds().get(columns.get(c).kind()).domain() == domain) {
            cap.add(c, columns.get(c).items()[j]);
          }
        }
      }
    }
    for (int q = 0; q < model.quotaLimits().length; q++) {
      IntegerProgram.Row row = program.row(0, model.quotaLimits()[q]);
      for (int c = 0; c < columns.size(); c++) {
        row.add(c, model.kinds().get(columns.get(c).kind()).quotaUse()[q]);
      }
    }
    List<Bin> known = effort.hint().isEmpty() ? greedy : effort.hint();
    if (!known.isEmpty()) {
      program.columns.forEach(column -> column.hint = 0);
      known.forEach(bin -> program.columns.get(generation.indexOf(bin)).hint = bin.count());
    }
    IntegerBackend.Solution solution = backend.solve(program, effort);
    if (solution.values().isEmpty()) {
      return greedy.isEmpty()
          ? Answer.none(generation.bound, "no solution in the time")
          : Answer.of(greedy, generation.bound);
    }
    List<Bin> bins = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (solution.whole(c) > 0) {
        bins.add(new Bin(columns.get(c).kind(), columns.get(c).items(), solution.whole(c)));
      }
    }
    return Answer.of(Greedy.trimmed(model, bins), generation.bound);
  }

  /** The linear program and its columns. */
  private final class Generation {
    private final PlacingModel model;
    private final Effort effort;
    private final Greedy greedy;
    private final MPSolver master = MPSolver.createSolver("GLOP");
    private final MPConstraint[] cover;
    private final MPConstraint[][] caps;
    private final MPConstraint[] quotas;
    private final List<Bin> columns = new ArrayList<>();
    private final List<MPVariable> variables = new ArrayList<>();
    private final Set<List<Long>> known = new HashSet<>();
    private double bound;

    Generation(PlacingModel model, Effort effort) {
      this.model = model;
      this.effort = effort;
      greedy = new Greedy(model);
      cover = new MPConstraint[model.classes()];
      caps = new MPConstraint[model.domains()][model.classes()];
      double infinity = MPSolver.infinity();
      double dear = 10.0 * model.kinds().stream().mapToLong(Kind::price).max().orElse(1);
      for (int j = 0; j < cover.length; j++) {
        cover[j] = master.makeConstraint((double) model.need()[j], infinity);
        MPVariable missing = master.makeNumVar(0, infinity, "");
        cover[j].setCoefficient(missing, 1);
        master.objective().setCoefficient(missing, dear);
        for (int domain = 0; model.spread() && domain < model.domains(); domain++) {
          caps[domain][j] = master.makeConstraint(-infinity, (double) model.cap()[j]);
        }
      }
      quotas = new MPConstraint[model.quotaLimits().length];
      for (int q = 0; q < quotas.length; q++) {
        quotas[q] = master.makeConstraint(-infinity, model.quotaLimits()[q] / 1e6);
      }
    }

    void start(List<Bin> first, List<Bin> hint) {
      first.forEach(bin -> add(bin.kind(), bin.items()));
      hint.forEach(bin -> add(bin.kind(), bin.items()));
      // A column for each class that fills the bin cheapest for it.
      for (int j = 0; j < model.classes(); j++) {
        for (int domain = 0; domain < (model.spread() ? model.domains() : 1); domain++) {
          int best = -1;
          double bestPrice = Double.MAX_VALUE;
          long[] alone = new long[model.classes()];
          for (int t = 0; t < model.kinds().size(); t++) {
            Kind kind = model.kinds().get(t);
            boolean limited = Arrays.stream(kind.quotaUse()).anyMatch(use -> use > 0);
            long count = copies(j, kind);
            if (count > 0
                && !limited
                && (!model.spread() || kind.domain() == domain)
                && kind.price() / (double) count < bestPrice) {
              best = t;
              bestPrice = kind.price() / (double) count;
              alone[j] = count;
            }
          }
          if (best >= 0) {
            add(best, alone);
          }
        }
      }
    }

    private long copies(int j, Kind kind) {
      long count = Math.min(model.need()[j], model.cap()[j]);
      for (int d = 0; d < model.dimensions(); d++) {
        if (model.demand()[j][d] > 0) {
          count = Math.min(count, kind.capacity()[d] / model.demand()[j][d]);
        }
      }
      return count;
    }

    void run() {
      while (!effort.over()) {
        master.setTimeLimit(Math.max(1, (long) (1000 * effort.secondsLeft())));
        if (master.solve() != MPSolver.ResultStatus.OPTIMAL) {
          return;
        }
        if (!priceGreedily() && !priceExactly()) {
          return;
        }
      }
    }

    private double[] values(int domain) {
      double[] value = new double[model.classes()];
      for (int j = 0; j < value.length; j++) {
        value[j] = cover[j].dualValue() + (model.spread() ? caps[domain][j].dualValue() : 0);
      }
      return value;
    }

    /** The price of a bin with what its quotas are worth. */
    private double priceOf(Kind kind) {
      double price = kind.price();
      for (int q = 0; q < quotas.length; q++) {
        price -= quotas[q].dualValue() * kind.quotaUse()[q] / 1e6;
      }
      return price;
    }

    private boolean priceGreedily() {
      boolean found = false;
      double[][] value = new double[model.domains()][];
      double[][] scales = scales();
      Integer[][][] orders = new Integer[model.domains()][scales.length][];
      for (int domain = 0; domain < value.length; domain++) {
        value[domain] = values(domain);
        for (int s = 0; s < scales.length; s++) {
          orders[domain][s] = order(value[domain], scales[s]);
        }
      }
      List<double[]> ranked = new ArrayList<>();
      List<long[]> fillings = new ArrayList<>();
      for (int t = 0; t < model.kinds().size() && !effort.over(); t++) {
        Kind kind = model.kinds().get(t);
        for (Integer[] order : orders[kind.domain()]) {
          long[] items = greedy.fillOne(t, order, model.need(), model.cap());
          double worth = worth(items, value[kind.domain()]);
          if (worth > priceOf(kind) * (1 + 1e-7)) {
            ranked.add(new double[] {worth / priceOf(kind), t, fillings.size()});
            fillings.add(items);
          }
        }
      }
      ranked.sort(Comparator.comparingDouble(row -> -row[0]));
      for (double[] row : ranked.subList(0, Math.min(ranked.size(), 50))) {
        found |= add((int) row[1], fillings.get((int) row[2]));
      }
      return found;
    }

    /** Weights that say how large an item is: all dimensions alike, or one of them. */
    private double[][] scales() {
      int dimensions = model.dimensions();
      double[] total = new double[dimensions];
      for (int j = 0; j < model.classes(); j++) {
        for (int d = 0; d < dimensions; d++) {
          total[d] += (double) model.demand()[j][d] * model.need()[j];
        }
      }
      double[][] scales = new double[dimensions + 1][dimensions];
      for (int d = 0; d < dimensions; d++) {
        double unit = total[d] > 0 ? 1 / total[d] : 0;
        scales[dimensions][d] = unit;
        for (int s = 0; s < dimensions; s++) {
          scales[s][d] = unit * (s == d ? 1 : 0.1);
        }
      }
      return scales;
    }

    private Integer[] order(double[] value, double[] scale) {
      double[] density = new double[value.length];
      for (int j = 0; j < density.length; j++) {
        double size = 1e-12;
        for (int d = 0; d < scale.length; d++) {
          size += model.demand()[j][d] * scale[d];
        }
        density[j] = value[j] / size;
      }
      return IntStream.range(0, density.length)
          .filter(j -> density[j] > 0)
          .boxed()
          .sorted(Comparator.comparingDouble(j -> -density[j]))
          .toArray(Integer[]::new);
    }

    private double worth(long[] items, double[] value) {
      double worth = 0;
      for (int j = 0; j < items.length; j++) {
        worth += items[j] * value[j];
      }
      return worth;
    }

    /** Prices every kind by the backend; all of them done, the bound is Farley's. */
    private boolean priceExactly() {
      double least = 1;
      double objective = master.objective().value();
      List<Bin> better = new ArrayList<>();
      for (int t = 0; t < model.kinds().size(); t++) {
        if (effort.over()) {
          return addAll(better);
        }
        Kind kind = model.kinds().get(t);
        double[] value = values(kind.domain());
        IntegerProgram knapsack = new IntegerProgram();
        double scale = 1e6 / Math.max(1e-9, priceOf(kind));
        for (int j = 0; j < value.length; j++) {
          knapsack.whole(copies(j, kind), -(long) Math.ceil(Math.max(0, value[j]) * scale));
        }
        for (int d = 0; d < model.dimensions(); d++) {
          IntegerProgram.Row row = knapsack.row(-IntegerProgram.FREE, kind.capacity()[d]);
          for (int j = 0; j < value.length; j++) {
            row.add(j, model.demand()[j][d]);
          }
        }
        IntegerBackend.Solution solution = backend.solve(knapsack, effort);
        if (solution.values().isEmpty()) {
          return addAll(better);
        }
        long[] items = IntStream.range(0, value.length).mapToLong(solution::whole).toArray();
        double worth = 0;
        for (int j = 0; j < items.length; j++) {
          worth -= items[j] * (double) knapsack.columns.get(j).cost;
        }
        // A knapsack that was not proven is counted at its own bound, which is one too.
        worth = Math.max(worth, effort.over() ? Double.MAX_VALUE : worth);
        least = Math.min(least, 1e6 / Math.max(1e-9, worth));
        if (worth > 1e6 * (1 + 1e-6)) {
          better.add(new Bin(t, items, 1));
        }
      }
      bound = Math.max(bound, least * objective * (1 - 1e-9));
      return addAll(better);
    }

    private boolean addAll(List<Bin> bins) {
      boolean found = false;
      for (Bin bin : bins) {
        found |= add(bin.kind(), bin.items());
      }
      return found;
    }

    private boolean add(int t, long[] items) {
      if (!known.add(key(t, items))) {
        return false;
      }
      Kind kind = model.kinds().get(t);
      MPVariable variable = master.makeNumVar(0, MPSolver.infinity(), "");
      master.objective().setCoefficient(variable, (double) kind.price());
      for (int j = 0; j < items.length; j++) {
        if (items[j] > 0) {
          cover[j].setCoefficient(variable, (double) items[j]);
          if (model.spread()) {
            caps[kind.domain()][j].setCoefficient(variable, (double) items[j]);
          }
        }
      }
      for (int q = 0; q < quotas.length; q++) {
        if (kind.quotaUse()[q] > 0) {
          quotas[q].setCoefficient(variable, kind.quotaUse()[q] / 1e6);
        }
      }
      columns.add(new Bin(t, items, 1));
      variables.add(variable);
      return true;
    }

    int indexOf(Bin bin) {
      List<Long> key = key(bin.kind(), bin.items());
      for (int c = 0; c < columns.size(); c++) {
        if (key(columns.get(c).kind(), columns.get(c).items()).equals(key)) {
          return c;
        }
      }
      throw new IllegalStateException("a known bin is no column");
    }

    private static List<Long> key(int kind, long[] items) {
      List<Long> key = new ArrayList<>(items.length + 1);
      key.add((long) kind);
      for (long item : items) {
        key.add(item);
      }
      return key;
    }
  }
}
