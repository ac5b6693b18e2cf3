package io.lepton.benchmarks.peers;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.Optional;

/**
 * SCIP inside OR-Tools, its best MIP solver that can be used from Java: HiGHS, in the same library,
 * takes the JVM down with it when its time is up before it has proven its answer (9.15, a
 * segmentation fault in {@code HighsSolveProto}).
 */
final class ScipBackend implements IntegerBackend {

  ScipBackend() {
    Loader.loadNativeLibraries();
  }

  @Override
  public String name() {
    return "SCIP";
  }

  @Override
  public Solution solve(IntegerProgram program, Contender.Effort effort) {
    MPSolver mip = MPSolver.createSolver("SCIP");
    try {
      mip.suppressOutput();
      double infinity = MPSolver.infinity();
      MPVariable[] variables = new MPVariable[program.columns.size()];
      MPObjective objective = mip.objective();
      double[] hint = new double[variables.length];
      for (int i = 0; i < variables.length; i++) {
        IntegerProgram.Column column = program.columns.get(i);
        variables[i] = mip.makeVar(0, (double) column.upper, column.whole, "");
        objective.setCoefficient(variables[i], (double) column.cost);
        hint[i] = Math.max(0, column.hint);
      }
      for (IntegerProgram.Row row : program.rows) {
        MPConstraint constraint =
            mip.makeConstraint(
                row.lower == -IntegerProgram.FREE ? -infinity : row.lower,
                row.upper == IntegerProgram.FREE ? infinity : row.upper);
        for (int i = 0; i < row.size; i++) {
          constraint.setCoefficient(variables[row.columns[i]], (double) row.weights[i]);
        }
        if (effort.over()) {
          return Solution.nothing(0);
        }
      }
      if (program.hinted()) {
        mip.setHint(variables, hint);
      }
      if (effort.threads() > 1) {
        mip.setNumThreads(effort.threads());
      }
      mip.setTimeLimit(Math.max(1, (long) (1000 * effort.secondsLeft())));
      MPSolver.ResultStatus status = mip.solve();
      if (status != MPSolver.ResultStatus.OPTIMAL && status != MPSolver.ResultStatus.FEASIBLE) {
        return Solution.nothing(0);
      }
      double[] values = new double[variables.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = variables[i].solutionValue();
      }
      return new Solution(Optional.of(values), Math.max(0, objective.bestBound()));
    } finally {
      mip.delete();
    }
  }
}
