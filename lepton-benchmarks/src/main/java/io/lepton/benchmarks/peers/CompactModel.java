package io.lepton.benchmarks.peers;

import io.lepton.benchmarks.peers.PlacingModel.Bin;
import io.lepton.benchmarks.peers.PlacingModel.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The compact model. Few items: slots that choose a kind of bin, and items that choose a slot
 * (Martello and Toth), slots of one kind used in order. Many: how many bins of each kind and how
 * many items of each class on them (Melange's model), whose value is a bound; bins are then packed
 * one by one, and what does not fit gets bins of its own.
 */
final class CompactModel implements Contender {
  private static final long MOST_SLOT_CELLS = 400_000;
  private static final long MOST_SLOTS = 400;
  private static final long MOST_TOTAL_CELLS = 3_000_000;

  private final IntegerBackend backend;

  CompactModel(IntegerBackend backend) {
    this.backend = backend;
  }

  @Override
  public String name() {
    return backend.name() + " compact";
  }

  @Override
  public Answer solve(PlacingModel model, Effort effort) {
    Optional<List<Bin>> greedy = new Greedy(model).fill(effort.share(0.5));
    long slots = greedy.map(bins -> bins.stream().mapToLong(Bin::count).sum()).orElse(MOST_SLOTS);
    if (model.kinds().size() > 1) {
      slots = Math.min(model.items(), slots + slots / 2 + 2);
    }
    long cells = slots * model.domains() * (model.classes() + model.kinds().size());
    if (slots < MOST_SLOTS * 2 && cells <= MOST_SLOT_CELLS) {
      return bySlots(model, (int) slots, greedy, effort);
    }
    if ((long) model.classes() * model.kinds().size() > MOST_TOTAL_CELLS) {
      return Answer.none("the model is too large");
    }
    return byTotals(model, effort);
  }

  private Answer bySlots(
      PlacingModel model, int perDomain, Optional<List<Bin>> greedy, Effort effort) {
    boolean domains = model.spread();
    int slots = domains ? perDomain * model.domains() : perDomain;
    IntegerProgram program = new IntegerProgram();
    int[][] kind = new int[slots][model.kinds().size()];
    int[][] held = new int[slots][model.classes()];
    for (int s = 0; s < slots; s++) {
      IntegerProgram.Row one = program.row(0, 1);
      for (int t = 0; t < kind[s].length; t++) {
        boolean here = !domains || model.kinds().get(t).domain() == s / perDomain;
        kind[s][t] = here ? program.whole(1, model.kinds().get(t).price()) : -1;
        if (here) {
          one.add(kind[s][t], 1);
        }
      }
      for (int j = 0; j < model.classes(); j++) {
        held[s][j] = program.whole(model.need()[j], 0);
      }
      for (int d = 0; d < model.dimensions(); d++) {
        IntegerProgram.Row row = program.row(-IntegerProgram.FREE, 0);
        for (int j = 0; j < model.classes(); j++) {
          row.add(held[s][j], model.demand()[j][d]);
        }
        for (int t = 0; t < kind[s].length; t++) {
          if (kind[s][t] >= 0) {
            row.add(kind[s][t], -model.kinds().get(t).capacity()[d]);
          }
        }
      }
      if (model.kinds().size() == 1 && s > 0) {
        program.row(0, 1).add(kind[s - 1][0], 1).add(kind[s][0], -1);
      }
      if (effort.over()) {
        return Answer.none("no time to build the model");
      }
    }
    for (int j = 0; j < model.classes(); j++) {
      IntegerProgram.Row row = program.row(model.need()[j], model.need()[j]);
      for (int s = 0; s < slots; s++) {
        row.add(held[s][j], 1);
      }
      for (int domain = 0; domains && domain < model.domains(); domain++) {
        IntegerProgram.Row cap = program.row(0, model.cap()[j]);
        for (int s = domain * perDomain; s < (domain + 1) * perDomain; s++) {
          cap.add(held[s][j], 1);
        }
      }
    }
    for (int q = 0; q < model.quotaLimits().length; q++) {
      IntegerProgram.Row row = program.row(0, model.quotaLimits()[q]);
      for (int[] choice : kind) {
        for (int t = 0; t < choice.length; t++) {
          if (choice[t] >= 0) {
            row.add(choice[t], model.kinds().get(t).quotaUse()[q]);
          }
        }
      }
    }
    hint(
        program,
        model,
        effort.hint().isEmpty() ? greedy.orElse(List.of()) : effort.hint(),
        kind,
        held,
        domains ? perDomain : slots);
    IntegerBackend.Solution solution = backend.solve(program, effort);
    if (solution.values().isEmpty()) {
      return Answer.none(solution.bound(), "no solution in the time");
    }
    List<Bin> bins = new ArrayList<>();
    for (int s = 0; s < slots; s++) {
      for (int t = 0; t < kind[s].length; t++) {
        if (kind[s][t] >= 0 && solution.whole(kind[s][t]) == 1) {
          long[] items = new long[model.classes()];
          for (int j = 0; j < items.length; j++) {
            items[j] = solution.whole(held[s][j]);
          }
          bins.add(new Bin(t, items, 1));
        }
      }
    }
    return Answer.of(Greedy.trimmed(model, bins), solution.bound());
  }

  /** Begins with bins that are known to do. */
  private static void hint(
      IntegerProgram program,
      PlacingModel model,
      List<Bin> bins,
      int[][] kind,
      int[][] held,
      int perDomain) {
    if (bins.isEmpty()) {
      return;
    }
    program.columns.forEach(column -> column.hint = 0);
    int[] next = new int[kind.length / perDomain];
    for (Bin bin : bins) {
      int domain = next.length == 1 ? 0 : model.kinds().get(bin.kind()).domain();
      for (long n = 0; n < bin.count() && next[domain] < perDomain; n++) {
        int slot = domain * perDomain + next[domain]++;
        program.columns.get(kind[slot][bin.kind()]).hint = 1;
        for (int j = 0; j < bin.items().length; j++) {
          program.columns.get(held[slot][j]).hint = bin.items()[j];
        }
      }
    }
  }

  private Answer byTotals(PlacingModel model, Effort effort) {
    IntegerProgram program = new IntegerProgram();
    int kinds = model.kinds().size();
    int[] count = new int[kinds];
    int[][] held = new int[kinds][model.classes()];
    for (int t = 0; t < kinds; t++) {
      Kind kind = model.kinds().get(t);
      count[t] = program.whole(model.items(), kind.price());
      for (int j = 0; j < model.classes(); j++) {
        held[t][j] = fits(model, j, kind) ? program.continuous(model.need()[j], 0) : -1;
      }
      for (int d = 0; d < model.dimensions(); d++) {
        IntegerProgram.Row row = program.row(-IntegerProgram.FREE, 0);
        for (int j = 0; j < model.classes(); j++) {
          if (held[t][j] >= 0) {
            row.add(held[t][j], model.demand()[j][d]);
          }
        }
        row.add(count[t], -kind.capacity()[d]);
      }
      if (effort.over()) {
        return Answer.none("no time to build the model");
      }
    }
    for (int j = 0; j < model.classes(); j++) {
      IntegerProgram.Row row = program.row(model.need()[j], IntegerProgram.FREE);
      IntegerProgram.Row[] caps = new IntegerProgram.Row[model.domains()];
      for (int domain = 0; model.spread() && domain < caps.length; domain++) {
        caps[domain] = program.row(0, model.cap()[j]);
      }
      for (int t = 0; t < kinds; t++) {
        if (held[t][j] >= 0) {
          row.add(held[t][j], 1);
          if (model.spread()) {
            caps[model.kinds().get(t).domain()].add(held[t][j], 1);
          }
        }
      }
    }
    for (int q = 0; q < model.quotaLimits().length; q++) {
      IntegerProgram.Row row = program.row(0, model.quotaLimits()[q]);
      for (int t = 0; t < kinds; t++) {
        row.add(count[t], model.kinds().get(t).quotaUse()[q]);
      }
    }
    IntegerBackend.Solution solution = backend.solve(program, effort.share(0.9));
    if (solution.values().isEmpty()) {
      return Answer.none(solution.bound(), "no solution in the time");
    }
    long[][] totals = new long[kinds][model.classes()];
    long[] left = model.need().clone();
    for (int t = 0; t < kinds; t++) {
      for (int j = 0; j < model.classes(); j++) {
        if (held[t][j] >= 0) {
          totals[t][j] = Math.min(left[j], (long) (solution.values().get()[held[t][j]] + 1e-6));
          left[j] -= totals[t][j];
        }
      }
    }
    List<Bin> bins = pack(model, totals);
    Optional<List<Bin>> rest = new Greedy(model).after(bins).fill(effort);
    if (rest.isEmpty()) {
      return Answer.none(solution.bound(), "totals that could not be packed");
    }
    bins.addAll(rest.get());
    return Answer.of(bins, solution.bound());
  }

  private static boolean fits(PlacingModel model, int j, Kind kind) {
    for (int d = 0; d < model.dimensions(); d++) {
      if (model.demand()[j][d] > kind.capacity()[d]) {
        return false;
      }
    }
    return true;
  }

  /** Packs each kind's items into bins of it, as far as quotas go. */
  private static List<Bin> pack(PlacingModel model, long[][] totals) {
    Greedy greedy = new Greedy(model);
    long[] free = new long[model.classes()];
    Arrays.fill(free, Long.MAX_VALUE);
    List<Bin> bins = new ArrayList<>();
    for (int t = 0; t < totals.length; t++) {
      while (Arrays.stream(totals[t]).anyMatch(item -> item > 0) && greedy.fits(t) > 0) {
        long[] items = greedy.fillOne(t, totals[t], free);
        long times = greedy.fits(t);
        for (int j = 0; j < items.length; j++) {
          times = items[j] > 0 ? Math.min(times, totals[t][j] / items[j]) : times;
        }
        if (Arrays.stream(items).allMatch(item -> item == 0)) {
          break;
        }
        for (int j = 0; j < items.length; j++) {
          totals[t][j] -= items[j] * times;
        }
        Bin bin = new Bin(t, items, times);
        greedy.take(bin);
        bins.add(bin);
      }
    }
    return bins;
  }
}
