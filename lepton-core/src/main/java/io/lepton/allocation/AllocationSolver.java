package io.lepton.allocation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds the cheapest placement, or the best one that the time allows, with a proven lower bound.
 *
 * <p>The search ends before the limit, so that the check of the answer comes within the limit plus
 * 10 percent or 20 ms, whichever is more, with two exceptions: where reading the problem (about 20
 * ms for 60,000 offers) or a first answer for hundreds of workloads leaves no time, as much is
 * added as a first placement and its check take; and a small problem for which nothing was found by
 * then is tried for one second more, for no answer is worse than a late one. In a virtual machine
 * that has just started these take ten times as long. A first placement's distance from the best is
 * proven like any other. A machine that is busy with other work takes longer.
 *
 * <p>With one thread, answers with the status OPTIMAL do not depend on how fast the machine is: the
 * same problem and seed give the same answer. More threads change which of several equally cheap
 * answers is given, and whether time suffices for the proof, never what an OPTIMAL one costs.
 * Immutable and thread safe. A call works on the caller's thread. Where it may use more, a second
 * one looks for better packings of equal bins while the caller's proves, and a problem whose spread
 * makes it fall apart, mostly cloud by cloud, has its parts looked at all at once. They end before
 * the call does.
 *
 * @param limit how long to search; empty takes the problem's limit, or {@link #DEFAULT_LIMIT}
 * @param threads how many threads may work, from 1; equal bins use two at most, parts of a problem
 *     one each
 * @param seed of the random choices
 * @param cancelled asked often, by every thread; once true the search ends with the best answer so
 *     far
 */
public record AllocationSolver(
    Optional<Duration> limit, int threads, long seed, BooleanSupplier cancelled) {

  /** How long to search when neither the problem nor the caller says. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(1);

  public AllocationSolver {
    limit.ifPresent(
        value -> {
          if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("time limit must be above zero, not " + value);
          }
        });
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be from 1 to 1024, not " + threads);
    }
    Objects.requireNonNull(cancelled, "cancelled");
  }

  /** A solver that takes the problem's own time limit and one thread. */
  public static AllocationSolver create() {
    return new AllocationSolver(Optional.empty(), 1, 0, () -> false);
  }

  /** A solver with a time limit and one thread. */
  public static AllocationSolver within(Duration limit) {
    return new AllocationSolver(Optional.of(limit), 1, 0, () -> false);
  }

  /** The same with so many threads. */
  public AllocationSolver threads(int count) {
    return new AllocationSolver(limit, count, seed, cancelled);
  }

  /** The same with this seed. */
  public AllocationSolver seed(long value) {
    return new AllocationSolver(limit, threads, value, cancelled);
  }

  /** The same, ending early once {@code signal} is true. */
  public AllocationSolver cancelledBy(BooleanSupplier signal) {
    return new AllocationSolver(limit, threads, seed, signal);
  }

  /**
   * Places the problem's workloads. Never throws for a problem that has no answer: the status says
   * so.
   */
  public Allocation solve(AllocationProblem problem) {
    return new SolveRun(this, problem).run();
  }

  /** Packs items into as few equal bins as possible; 10 seconds unless a limit was given. */
  public VectorPackingAnswer pack(VectorPacking problem) {
    return new PackRun(this, problem).run();
  }

  /**
   * The steps from a problem's current placement to another one, in a safe order; machines that
   * have most in common are kept.
   */
  public static List<Move> moves(AllocationProblem problem, List<InstanceGroup> wanted) {
    return MovePlanner.plan(problem, Matching.mostInCommon(problem.current(), wanted), wanted);
  }
}
