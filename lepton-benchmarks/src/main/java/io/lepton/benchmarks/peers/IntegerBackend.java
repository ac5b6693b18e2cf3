package io.lepton.benchmarks.peers;

import java.util.Optional;

/** A solver of integer programs. */
interface IntegerBackend {

  /** As the tables show it. */
  String name();

  Solution solve(IntegerProgram program, Contender.Effort effort);

  /**
   * What it found.
   *
   * @param values of the columns; empty when there is no solution in the time
   * @param bound proven
   */
  record Solution(Optional<double[]> values, double bound) {

    static Solution nothing(double bound) {
      return new Solution(Optional.empty(), bound);
    }

    long whole(int column) {
      return Math.round(values.orElseThrow()[column]);
    }
  }
}
