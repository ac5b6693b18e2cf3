package io.lepton.benchmarks.peers;

import com.google.ortools.Loader;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import java.util.Arrays;
import java.util.Optional;

/**
 * OR-Tools CP-SAT. One worker gets the strongest linear relaxation ({@code linearization_level 2},
 * which its authors advise for packing); with more workers the portfolio chooses for itself.
 */
final class CpSatBackend implements IntegerBackend {

  CpSatBackend() {
    Loader.loadNativeLibraries();
  }

  @Override
  public String name() {
    return "CP-SAT";
  }

  @Override
  public Solution solve(IntegerProgram program, Contender.Effort effort) {
    CpModel model = new CpModel();
    IntVar[] variables = new IntVar[program.columns.size()];
    for (int i = 0; i < variables.length; i++) {
      variables[i] = model.newIntVar(0, program.columns.get(i).upper, "");
      if (program.columns.get(i).hint >= 0) {
        model.addHint(variables[i], program.columns.get(i).hint);
      }
      if ((i & 1023) == 0 && effort.over()) {
        return Solution.nothing(0);
      }
    }
    for (IntegerProgram.Row row : program.rows) {
      IntVar[] in = new IntVar[row.size];
      for (int i = 0; i < in.length; i++) {
        in[i] = variables[row.columns[i]];
      }
      model.addLinearConstraint(
          LinearExpr.weightedSum(in, Arrays.copyOf(row.weights, row.size)),
          row.lower == -IntegerProgram.FREE ? Long.MIN_VALUE : row.lower,
          row.upper == IntegerProgram.FREE ? Long.MAX_VALUE : row.upper);
      if (effort.over()) {
        return Solution.nothing(0);
      }
    }
    model.minimize(
        LinearExpr.weightedSum(
            variables, program.columns.stream().mapToLong(column -> column.cost).toArray()));
    CpSolver solver = new CpSolver();
    solver.getParameters().setMaxTimeInSeconds(effort.secondsLeft());
    solver.getParameters().setNumWorkers(effort.threads());
    if (effort.threads() == 1) {
      solver.getParameters().setLinearizationLevel(2);
    }
    CpSolverStatus status = solver.solve(model);
    double bound = Math.max(0, solver.bestObjectiveBound());
    if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
      return Solution.nothing(status == CpSolverStatus.UNKNOWN ? bound : 0);
    }
    double[] values = new double[variables.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = solver.value(variables[i]);
    }
    return new Solution(Optional.of(values), bound);
  }
}
