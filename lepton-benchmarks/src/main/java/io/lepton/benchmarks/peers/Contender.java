package io.lepton.benchmarks.peers;

import io.lepton.benchmarks.peers.PlacingModel.Bin;
import java.util.List;
import java.util.Optional;

/** A general solver, used as its documentation recommends. */
interface Contender {

  /** As the tables show it. */
  String name();

  /** Answers a placement, or does not; time to build its own model counts. */
  Answer solve(PlacingModel model, Effort effort);

  /**
   * What a contender may spend.
   *
   * @param deadline {@link System#nanoTime} by which an answer is wanted
   * @param threads how many it may use
   * @param hint bins of an earlier answer, to begin with
   */
  record Effort(long deadline, int threads, List<Bin> hint) {

    double secondsLeft() {
      return Math.max(0.001, (deadline - System.nanoTime()) / 1e9);
    }

    boolean over() {
      return System.nanoTime() >= deadline;
    }

    /** The same with only a part of the time that is left. */
    Effort share(double part) {
      long now = System.nanoTime();
      return new Effort(now + (long) ((deadline - now) * part), threads, hint);
    }
  }

  /**
   * What came out.
   *
   * @param bins empty when nothing was found
   * @param bound no answer costs less, as far as the solver proved
   * @param note why there is no answer
   */
  record Answer(Optional<List<Bin>> bins, double bound, String note) {

    static Answer none(String why) {
      return new Answer(Optional.empty(), 0, why);
    }

    static Answer none(double bound, String why) {
      return new Answer(Optional.empty(), bound, why);
    }

    static Answer of(List<Bin> bins, double bound) {
      return new Answer(Optional.of(bins), bound, "");
    }
  }
}
