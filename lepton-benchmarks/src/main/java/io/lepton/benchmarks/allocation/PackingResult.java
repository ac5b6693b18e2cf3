package io.lepton.benchmarks.allocation;

import io.lepton.allocation.Status;
import io.lepton.allocation.VectorPackingAnswer;
import java.util.List;

/**
 * An answer to a published instance.
 *
 * @param dimensions of the instance
 * @param millis wall time of the answer
 * @param faults what the checker says; empty when the packing is valid
 */
record PackingResult(
    PublishedInstance instance,
    int dimensions,
    VectorPackingAnswer answer,
    long millis,
    List<String> faults) {

  static final String HEADER =
      "instance,items,dimensions,bins,lower_bound,known_lower_bound,known_optimum,best_heuristic,"
          + "milliseconds,status,checker";

  String row() {
    return String.join(
        ",",
        instance.name(),
        "" + instance.items(),
        "" + dimensions,
        "" + answer.bins(),
        "" + answer.lowerBound(),
        "" + instance.lowerBound(),
        instance.optimum().isPresent() ? "" + instance.optimum().getAsLong() : "",
        "" + instance.heuristic(),
        "" + millis,
        answer.status().name(),
        wrong() ? "wrong" : answered() ? "valid" : "none");
  }

  boolean answered() {
    return answer.status() == Status.OPTIMAL || answer.status() == Status.FEASIBLE;
  }

  /** A fault, fewer bins than can do, or a bound that a packing refutes. */
  boolean wrong() {
    long most = Math.min(instance.heuristic(), instance.optimum().orElse(Long.MAX_VALUE));
    return !faults.isEmpty()
        || answer.lowerBound() > most
        || (answered() && answer.bins() < instance.lowerBound())
        || (answered() && answer.bins() < instance.optimum().orElse(0));
  }

  boolean reached() {
    return instance.optimum().isPresent()
        && answered()
        && answer.bins() == instance.optimum().getAsLong();
  }

  boolean proven() {
    return reached() && answer.status() == Status.OPTIMAL;
  }

  boolean worseThanHeuristic() {
    return !answered() || answer.bins() > instance.heuristic();
  }

  boolean betterThanHeuristic() {
    return answered() && answer.bins() < instance.heuristic();
  }

  /** Whether nothing better than the heuristic's packing can be. */
  boolean heuristicAtBound() {
    return instance.heuristic() == Math.max(instance.lowerBound(), answer.lowerBound());
  }

  /** Fewer bins, or a higher bound, than published where no optimum is published. */
  boolean isNews() {
    return instance.optimum().isEmpty()
        && answered()
        && !wrong()
        && (betterThanHeuristic() || answer.lowerBound() > instance.lowerBound());
  }
}
