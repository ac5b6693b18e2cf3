package io.lepton.benchmarks.peers;

import io.lepton.benchmarks.peers.PlacingModel.Bin;
import io.lepton.benchmarks.peers.PlacingModel.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.chocosolver.solver.Model;
import org.chocosolver.solver.Solution;
import org.chocosolver.solver.Solver;
import org.chocosolver.solver.search.strategy.Search;
import org.chocosolver.solver.variables.IntVar;

/**
 * Choco with its {@code binPacking} constraint, one a dimension: a variable for each item says its
 * bin, one for each bin its kind. Largest items first into the first bin, branching where the last
 * conflict was; equal items in order. Its integers are small, so that prices are counted in
 * hundredths of a cent, rounded down, which keeps its proof a proof.
 */
final class ChocoModel implements Contender {
  private static final long UNIT = 100;
  private static final long LARGEST = 20_000_000;
  private static final long MOST_ITEMS = 1500;

  @Override
  public String name() {
    return "Choco";
  }

  @Override
  public Answer solve(PlacingModel placing, Effort effort) {
    if (placing.items() > MOST_ITEMS) {
      return Answer.none("the model is too large");
    }
    Optional<List<Bin>> greedy = new Greedy(placing).fill(effort.share(0.5));
    if (greedy.isEmpty()) {
      return Answer.none("no number of bins to begin with");
    }
    long first = greedy.get().stream().mapToLong(Bin::count).sum();
    long bins = placing.kinds().size() == 1 ? first : Math.min(placing.items(), first * 3 / 2 + 2);
    int domains = placing.spread() ? placing.domains() : 1;
    return new Packing(placing, (int) bins, domains, effort).run();
  }

  /** One search. */
  private static final class Packing {
    private final PlacingModel placing;
    private final int perDomain;
    private final int bins;
    private final Effort effort;
    private final Model model = new Model();
    private final List<Integer> classOf = new ArrayList<>();
    private final List<Kind> kinds;
    private final long unit;

    Packing(PlacingModel placing, int perDomain, int domains, Effort effort) {
      this.placing = placing;
      this.perDomain = perDomain;
      bins = perDomain * domains;
      this.effort = effort;
      unit = placing.kinds().size() == 1 ? 1 : UNIT;
      kinds = new ArrayList<>(placing.kinds());
      kinds.sort(Comparator.comparingLong(Kind::price));
      for (int j = 0; j < placing.classes(); j++) {
        for (long n = 0; n < placing.need()[j]; n++) {
          classOf.add(j);
        }
      }
      classOf.sort(Comparator.comparingDouble(j -> -size(j)));
    }

    private double size(int j) {
      double size = 0;
      for (int d = 0; d < placing.dimensions(); d++) {
        double most = 1;
        for (Kind kind : kinds) {
          most = Math.max(most, (double) kind.capacity()[d]);
        }
        size += placing.demand()[j][d] / most;
      }
      return size + j * 1e-9;
    }

    Answer run() {
      IntVar[] bin = model.intVarArray("bin", classOf.size(), 0, bins - 1);
      IntVar[] kind = model.intVarArray("kind", bins, 0, kinds.size());
      for (int i = 1; i < bin.length; i++) {
        if (classOf.get(i).equals(classOf.get(i - 1))) {
          model.arithm(bin[i - 1], "<=", bin[i]).post();
        }
      }
      for (int d = 0; d < placing.dimensions(); d++) {
        int dimension = d;
        int[] sizes = new int[bin.length];
        for (int i = 0; i < sizes.length; i++) {
          sizes[i] = (int) placing.demand()[classOf.get(i)][d];
        }
        long all = Arrays.stream(sizes).asLongStream().sum();
        int[] capacity = table(k -> Math.min(k.capacity()[dimension], Math.min(all, LARGEST)));
        IntVar[] load = new IntVar[bins];
        for (int s = 0; s < bins; s++) {
          IntVar room = model.intVar(capacity.clone());
          model.element(room, capacity, kind[s]).post();
          load[s] = model.intVar(0, max(capacity));
          model.arithm(load[s], "<=", room).post();
        }
        model.binPacking(bin, sizes, load, 0).post();
        if (effort.over()) {
          return Answer.none("no time to build the model");
        }
      }
      if (kinds.size() == 1) {
        // Bins are alike, so that those in use come first.
        for (int s = 1; s < bins; s++) {
          model.arithm(kind[s - 1], ">=", kind[s]).post();
        }
      }
      quotas(kind);
      spread(bin, kind);
      int[] prices = table(k -> k.price() / unit);
      IntVar[] price = new IntVar[bins];
      for (int s = 0; s < bins; s++) {
        price[s] = model.intVar(0, max(prices));
        model.element(price[s], prices, kind[s]).post();
      }
      IntVar cost = model.intVar(0, (int) Math.min(LARGEST, (long) bins * max(prices)));
      model.sum(price, "=", cost).post();
      return search(bin, kind, cost);
    }

    private Answer search(IntVar[] bin, IntVar[] kind, IntVar cost) {
      Solver solver = model.getSolver();
      solver.setSearch(
          Search.lastConflict(Search.inputOrderLBSearch(bin)), Search.inputOrderLBSearch(kind));
      solver.limitTime(Math.max(1, (long) (1000 * effort.secondsLeft())));
      model.setObjective(Model.MINIMIZE, cost);
      Solution best = new Solution(model);
      boolean found = false;
      while (solver.solve()) {
        best.record();
        found = true;
      }
      if (!found) {
        return Answer.none("no solution in the time");
      }
      boolean complete = !solver.isStopCriterionMet();
      List<Bin> answer = new ArrayList<>();
      for (int s = 0; s < bins; s++) {
        int chosen = best.getIntVal(kind[s]);
        if (chosen > 0) {
          long[] items = new long[placing.classes()];
          for (int i = 0; i < bin.length; i++) {
            items[classOf.get(i)] += best.getIntVal(bin[i]) == s ? 1 : 0;
          }
          answer.add(new Bin(placing.kinds().indexOf(kinds.get(chosen - 1)), items, 1));
        }
      }
      // Where bins differ, fewer slots than items prove nothing: the best may have more of them.
      boolean enough = kinds.size() == 1 || perDomain >= bin.length;
      double bound = complete && enough ? (double) best.getIntVal(cost) * unit : 0;
      return Answer.of(Greedy.trimmed(placing, answer), bound);
    }

    private void quotas(IntVar[] kind) {
      for (int q = 0; q < placing.quotaLimits().length; q++) {
        int quota = q;
        int[] uses = table(k -> -Math.floorDiv(-k.quotaUse()[quota], 10_000));
        if (max(uses) > 0) {
          IntVar[] use = new IntVar[bins];
          for (int s = 0; s < bins; s++) {
            use[s] = model.intVar(0, max(uses));
            model.element(use[s], uses, kind[s]).post();
          }
          model.sum(use, "<=", (int) Math.min(LARGEST, placing.quotaLimits()[q] / 10_000)).post();
        }
      }
    }

    private void spread(IntVar[] bin, IntVar[] kind) {
      if (!placing.spread()) {
        return;
      }
      // Bins are tied to domains: first those of the first one, and so on.
      for (int s = 0; s < bins; s++) {
        int here = s / perDomain;
        int own = s;
        IntStream.range(0, kinds.size())
            .filter(t -> kinds.get(t).domain() != here)
            .forEach(t -> model.arithm(kind[own], "!=", t + 1).post());
      }
      for (int j = 0; j < placing.classes(); j++) {
        int own = j;
        IntVar[] items =
            IntStream.range(0, bin.length)
                .filter(i -> classOf.get(i) == own)
                .mapToObj(i -> bin[i])
                .toArray(IntVar[]::new);
        for (int c = 0; c < placing.domains() && items.length > 0; c++) {
          int[] here = IntStream.range(c * perDomain, (c + 1) * perDomain).toArray();
          model.among(model.intVar(0, (int) placing.cap()[j]), items, here).post();
        }
      }
    }

    /** A value for each kind, after one of 0 for the bin that is not used. */
    private int[] table(ToLongFunction<Kind> value) {
      int[] table = new int[kinds.size() + 1];
      for (int t = 0; t < kinds.size(); t++) {
        table[t + 1] = (int) Math.min(LARGEST, value.applyAsLong(kinds.get(t)));
      }
      return table;
    }

    private static int max(int[] values) {
      return Arrays.stream(values).max().orElse(0);
    }
  }
}
