package io.lepton.allocation;

import java.util.List;

/** One search: from a problem to its checked answer. */
final class SolveRun {
  private final AllocationSolver settings;
  private final AllocationProblem problem;

  SolveRun(AllocationSolver settings, AllocationProblem problem) {
    this.settings = settings;
    this.problem = problem;
  }

  Allocation run() {
    if (problem.workloads().isEmpty()) {
      CloudFigures none = new CloudFigures(CloudFigures.OVERALL, 0, 0, 0, 0, 0, 0, 0, 0);
      return new Allocation(
          Status.OPTIMAL, 0, 0, 0, 0, List.of(), List.of(), none, List.of(), 0, List.of());
    }
    throw new UnsupportedOperationException(settings + " cannot yet solve " + problem);
  }
}
