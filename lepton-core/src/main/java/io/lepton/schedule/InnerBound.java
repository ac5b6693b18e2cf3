package io.lepton.schedule;

/** How a priced model is bounded from below, task by task restricted to some of its options. */
interface InnerBound {
  long bound(int[][] domains, int sweeps);

  /** The choice that belongs to the bound last asked for. */
  int[] choice(int[][] domains);

  long disagreement(int task, int[] choice, int[][] domains);

  /** How far above the bound last asked for every choice with this option is at the least. */
  long excess(int task, int option, int[][] domains);

  void remember();

  void recall();

  /** Exactly, where the graph's treewidth allows. */
  final class ByElimination implements InnerBound {
    private final Model priced;
    private final EliminationOrder order;
    private int[] last = new int[0];

    ByElimination(Model priced, EliminationOrder order) {
      this.priced = priced;
      this.order = order;
    }

    @Override
    public long bound(int[][] domains, int sweeps) {
      Model restricted = priced.restrictedTo(domains);
      int[] choice = new Elimination(restricted, order).solve();
      last = new int[choice.length];
      for (int i = 0; i < last.length; i++) {
        last[i] = domains[i][choice[i]];
      }
      return restricted.cost(choice);
    }

    @Override
    public int[] choice(int[][] domains) {
      return last.clone();
    }

    @Override
    public long disagreement(int task, int[] choice, int[][] domains) {
      return 0;
    }

    @Override
    public long excess(int task, int option, int[][] domains) {
      return 0;
    }

    @Override
    public void remember() {}

    @Override
    public void recall() {}
  }

  /** By the dual bound, warm from the root. */
  final class ByDual implements InnerBound {
    private final DualBound dual;
    private long[][][] root = new long[0][][];

    ByDual(Model priced) {
      dual = new DualBound(priced);
    }

    @Override
    public long bound(int[][] domains, int sweeps) {
      return dual.sweep(domains, sweeps);
    }

    @Override
    public int[] choice(int[][] domains) {
      return dual.decode(domains);
    }

    @Override
    public long disagreement(int task, int[] choice, int[][] domains) {
      return dual.disagreement(task, choice, domains);
    }

    @Override
    public long excess(int task, int option, int[][] domains) {
      return dual.excess(task, option, domains);
    }

    @Override
    public void remember() {
      root = dual.save();
    }

    @Override
    public void recall() {
      dual.restore(root);
    }
  }

  /** By each task apart, where tables of all edges would not fit into memory. */
  final class ByTask implements InnerBound {
    private final Model priced;

    ByTask(Model priced) {
      this.priced = priced;
    }

    @Override
    public long bound(int[][] domains, int sweeps) {
      long total = 0;
      int[] choice = choice(domains);
      for (int i = 0; i < choice.length; i++) {
        total += priced.cost[i][choice[i]];
      }
      return total;
    }

    @Override
    public int[] choice(int[][] domains) {
      int[] choice = new int[domains.length];
      for (int i = 0; i < choice.length; i++) {
        choice[i] = domains[i][0];
        for (int a : domains[i]) {
          choice[i] = priced.cost[i][a] < priced.cost[i][choice[i]] ? a : choice[i];
        }
      }
      return choice;
    }

    @Override
    public long disagreement(int task, int[] choice, int[][] domains) {
      return domains[task].length;
    }

    @Override
    public long excess(int task, int option, int[][] domains) {
      return priced.cost[task][option] - priced.cost[task][choice(domains)[task]];
    }

    @Override
    public void remember() {}

    @Override
    public void recall() {}
  }
}
