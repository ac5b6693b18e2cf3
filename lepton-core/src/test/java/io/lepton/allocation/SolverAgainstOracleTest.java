package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * The solver against brute force. The normal suite takes a share; {@code
 * -Dallocation.oracle.problems=10000} takes them all, and {@code allocation.oracle.first} moves on.
 */
class SolverAgainstOracleTest {
  private static final long FIRST = Long.getLong("allocation.oracle.first", 0);
  private static final long PROBLEMS = Long.getLong("allocation.oracle.problems", 3_000);

  @Test
  void everyTinyProblemIsSolvedToTheOptimumThatBruteForceFinds() {
    long infeasible = 0;
    for (long seed = FIRST; seed < FIRST + PROBLEMS; seed++) {
      AllocationProblem problem = TinyProblems.of(seed);
      OptionalLong best = BruteForce.solve(problem);
      Allocation answer = AllocationSolver.within(Duration.ofSeconds(20)).solve(problem);
      if (best.isEmpty()) {
        infeasible++;
        assertThat(answer.status()).as("seed %d", seed).isEqualTo(Status.INFEASIBLE);
        assertThat(answer.why()).isNotEmpty();
        continue;
      }
      // A transfer tariff is rounded once a route, so the last millionths may differ.
      long tolerance = problem.transfers().isEmpty() ? 0 : 8;
      assertThat(answer.feasible()).as("seed %d: %s", seed, answer.why()).isTrue();
      assertThat(Math.abs(answer.objectiveMicros() - best.getAsLong()))
          .as("seed %d: %d and not %d", seed, answer.objectiveMicros(), best.getAsLong())
          .isLessThanOrEqualTo(tolerance);
      if (tolerance == 0) {
        assertThat(answer.status()).as("seed %d", seed).isEqualTo(Status.OPTIMAL);
      }
      assertThat(answer.lowerBoundMicros() - best.getAsLong())
          .as("seed %d: bound", seed)
          .isLessThanOrEqualTo(tolerance);
    }
    assertThat(infeasible).isBetween(PROBLEMS / 50, PROBLEMS);
  }
}
