package io.lepton.benchmarks.peers;

import java.util.Arrays;
import java.util.Optional;

/** Answers a task graph. */
interface GraphContender {

  /** As the tables show it. */
  String name();

  Answer solve(GraphModel model, Contender.Effort effort);

  /** The chosen options, if any, and what is proven. */
  record Answer(Optional<int[]> choice, double bound, String note) {}

  /**
   * As an integer program: a binary for each option, and for each edge how much goes from which
   * site to which, which makes the linear relaxation as tight as it can be edge by edge (Koster,
   * van Hoesel and Kolen, The partial constraint satisfaction problem, 1998).
   */
  record ByFlows(IntegerBackend backend) implements GraphContender {
    private static final long MOST_FLOWS = 4_000_000;

    @Override
    public String name() {
      return backend.name() + " flows";
    }

    @Override
    public Answer solve(GraphModel model, Contender.Effort effort) {
      int sites = model.sites();
      if ((long) model.from().length * sites * sites > MOST_FLOWS) {
        return new Answer(Optional.empty(), 0, "the model is too large");
      }
      IntegerProgram program = new IntegerProgram();
      int[][] chosen = options(program, model);
      for (int e = 0; e < model.from().length; e++) {
        IntegerProgram.Row[] out = ends(program, model, chosen, model.from()[e]);
        IntegerProgram.Row[] in = ends(program, model, chosen, model.to()[e]);
        for (int r = 0; r < sites; r++) {
          for (int s = 0; s < sites; s++) {
            if (out[r].size > 0 && in[s].size > 0) {
              int flow = program.continuous(1, model.flow(e, r, s));
              out[r].add(flow, -1);
              in[s].add(flow, -1);
            }
          }
        }
        if (effort.over()) {
          return new Answer(Optional.empty(), 0, "no time to build the model");
        }
      }
      IntegerBackend.Solution solution = backend.solve(program, effort);
      if (solution.values().isEmpty()) {
        return new Answer(Optional.empty(), solution.bound(), "no solution in the time");
      }
      return new Answer(Optional.of(choice(chosen, solution)), solution.bound(), "");
    }

    /** For each site: the options there, which the flows at this end must equal. */
    private static IntegerProgram.Row[] ends(
        IntegerProgram program, GraphModel model, int[][] chosen, int task) {
      IntegerProgram.Row[] rows = new IntegerProgram.Row[model.sites()];
      for (int s = 0; s < rows.length; s++) {
        rows[s] = program.row(0, 0);
      }
      for (int a = 0; a < chosen[task].length; a++) {
        rows[model.site()[task][a]].add(chosen[task][a], 1);
      }
      return rows;
    }
  }

  /**
   * As an integer program without flows: a variable for what an edge costs, and a row for each site
   * of its beginning that holds once it is chosen. Small, with a weak relaxation.
   */
  record ByRows(IntegerBackend backend) implements GraphContender {
    private static final long MOST_CELLS = 10_000_000;

    @Override
    public String name() {
      return backend.name() + " rows";
    }

    @Override
    public Answer solve(GraphModel model, Contender.Effort effort) {
      int sites = model.sites();
      if ((long) model.from().length * sites * sites > MOST_CELLS) {
        return new Answer(Optional.empty(), 0, "the model is too large");
      }
      IntegerProgram program = new IntegerProgram();
      int[][] chosen = options(program, model);
      for (int e = 0; e < model.from().length; e++) {
        long dearest = Arrays.stream(model.flow()[e]).max().orElse(0);
        int cost = program.whole(dearest, 1);
        int from = model.from()[e];
        int to = model.to()[e];
        for (int r = 0; r < sites; r++) {
          IntegerProgram.Row row = program.row(-dearest, IntegerProgram.FREE).add(cost, 1);
          for (int a = 0; a < chosen[from].length; a++) {
            if (model.site()[from][a] == r) {
              row.add(chosen[from][a], -dearest);
            }
          }
          for (int b = 0; b < chosen[to].length; b++) {
            row.add(chosen[to][b], -model.flow(e, r, model.site()[to][b]));
          }
        }
        if (effort.over()) {
          return new Answer(Optional.empty(), 0, "no time to build the model");
        }
      }
      IntegerBackend.Solution solution = backend.solve(program, effort);
      return solution.values().isEmpty()
          ? new Answer(Optional.empty(), solution.bound(), "no solution in the time")
          : new Answer(Optional.of(choice(chosen, solution)), solution.bound(), "");
    }
  }

  /** A binary for each option, one of each task's. */
  private static int[][] options(IntegerProgram program, GraphModel model) {
    int[][] chosen = new int[model.cost().length][];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = new int[model.cost()[i].length];
      IntegerProgram.Row one = program.row(1, 1);
      for (int a = 0; a < chosen[i].length; a++) {
        chosen[i][a] = program.whole(1, model.cost()[i][a]);
        one.add(chosen[i][a], 1);
      }
    }
    return chosen;
  }

  private static int[] choice(int[][] chosen, IntegerBackend.Solution solution) {
    int[] choice = new int[chosen.length];
    for (int i = 0; i < choice.length; i++) {
      for (int a = 0; a < chosen[i].length; a++) {
        choice[i] = solution.whole(chosen[i][a]) == 1 ? a : choice[i];
      }
    }
    return choice;
  }

  /** The textbook's dynamic program over sites, for chains alone: what a user writes by hand. */
  record ByHand() implements GraphContender {

    @Override
    public String name() {
      return "dynamic program by hand";
    }

    @Override
    public Answer solve(GraphModel model, Contender.Effort effort) {
      int tasks = model.cost().length;
      int sites = model.sites();
      for (int e = 0; e < model.from().length; e++) {
        if (model.from().length != tasks - 1 || model.from()[e] != e || model.to()[e] != e + 1) {
          return new Answer(Optional.empty(), 0, "no chain");
        }
      }
      int[][] option = new int[tasks][sites];
      int[][] before = new int[tasks][sites];
      long[] best = new long[sites];
      for (int i = 0; i < tasks; i++) {
        long[] own = new long[sites];
        Arrays.fill(own, Long.MAX_VALUE / 4);
        for (int a = 0; a < model.cost()[i].length; a++) {
          int s = model.site()[i][a];
          if (model.cost()[i][a] < own[s]) {
            own[s] = model.cost()[i][a];
            option[i][s] = a;
          }
        }
        long[] next = new long[sites];
        for (int s = 0; s < sites; s++) {
          long least = i == 0 ? 0 : Long.MAX_VALUE;
          for (int r = 0; i > 0 && r < sites; r++) {
            long total = best[r] + model.flow(i - 1, r, s);
            if (total < least) {
              least = total;
              before[i][s] = r;
            }
          }
          next[s] = Math.min(Long.MAX_VALUE / 4, least + own[s]);
        }
        best = next;
      }
      int at = 0;
      for (int s = 1; s < sites; s++) {
        at = best[s] < best[at] ? s : at;
      }
      int[] choice = new int[tasks];
      long total = best[at];
      for (int i = tasks - 1; i >= 0; i--) {
        choice[i] = option[i][at];
        at = before[i][at];
      }
      return new Answer(Optional.of(choice), (double) total, "");
    }
  }
}
