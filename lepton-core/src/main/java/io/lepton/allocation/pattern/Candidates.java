package io.lepton.allocation.pattern;

/**
 * The few variables that promise most when a pass over all of them was made last, of which the best
 * enters next (multiple pricing). Not thread safe.
 */
final class Candidates {
  private static final int MOST = 24;

  private final int[] variables = new int[MOST];
  private final double[] gains = new double[MOST];
  private int count;

  /** What a variable brings, and whether that is enough. */
  interface Worth {
    double gain(int variable);

    boolean mayEnter(int variable, double gain);
  }

  void clear() {
    count = 0;
  }

  /** The best of them as things stand now, or {@link Integer#MIN_VALUE}; drops those of no use. */
  int best(Worth worth) {
    int best = Integer.MIN_VALUE;
    double most = 0;
    int kept = 0;
    for (int c = 0; c < count; c++) {
      int variable = variables[c];
      double gain = worth.gain(variable);
      if (worth.mayEnter(variable, gain)) {
        variables[kept++] = variable;
        if (gain > most) {
          most = gain;
          best = variable;
        }
      }
    }
    count = kept;
    return best;
  }

  /** Keeps a variable if it is among the best of this pass; the worst of them stands last. */
  void consider(int variable, Worth worth) {
    double gain = worth.gain(variable);
    if ((count == MOST && gain <= gains[MOST - 1]) || !worth.mayEnter(variable, gain)) {
      return;
    }
    int at = count < MOST ? count++ : MOST - 1;
    while (at > 0 && gains[at - 1] < gain) {
      gains[at] = gains[at - 1];
      variables[at] = variables[at - 1];
      at--;
    }
    gains[at] = gain;
    variables[at] = variable;
  }
}
