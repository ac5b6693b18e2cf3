package io.lepton.benchmarks.peers;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Variable;

/**
 * {@code min cost x} such that every row's {@code sum weight x} is at least (or, last row of the
 * pay-per-use model, exactly) its demand, with upper limits: by each library's own linear solver,
 * model build included. Every method answers the least cost.
 *
 * @param cost of each column
 * @param weight by row and column
 * @param demand of each row
 * @param limit of each column; infinite where there is none
 * @param equal whether rows are met exactly
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
record LinearPrograms(
    double[] cost, double[][] weight, double[] demand, double[] limit, boolean equal) {

  /** OR-Tools GLOP. */
  double glop() {
    Loader.loadNativeLibraries();
    MPSolver solver = MPSolver.createSolver("GLOP");
    try {
      MPVariable[] x = new MPVariable[cost.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = solver.makeNumVar(0, limit[i], "");
        solver.objective().setCoefficient(x[i], cost[i]);
      }
      for (int r = 0; r < demand.length; r++) {
        MPConstraint row =
            solver.makeConstraint(demand[r], equal ? demand[r] : MPSolver.infinity());
        for (int i = 0; i < x.length; i++) {
          row.setCoefficient(x[i], weight[r][i]);
        }
      }
      if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
        throw new IllegalStateException("GLOP found no optimum");
      }
      return solver.objective().value();
    } finally {
      solver.delete();
    }
  }

  /** ojAlgo. */
  double ojAlgo() {
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    Variable[] x = new Variable[cost.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = model.addVariable().lower(0).weight(cost[i]);
      if (limit[i] < Double.POSITIVE_INFINITY) {
        x[i].upper(limit[i]);
      }
    }
    for (int r = 0; r < demand.length; r++) {
      Expression row = model.addExpression().lower(demand[r]);
      if (equal) {
        row.upper(demand[r]);
      }
      for (int i = 0; i < x.length; i++) {
        row.set(x[i], weight[r][i]);
      }
    }
    return model.minimise().getValue();
  }

  /** Commons Math, whose simplex takes limits as rows. */
  double commonsMath() {
    List<LinearConstraint> rows = new ArrayList<>();
    for (int r = 0; r < demand.length; r++) {
      rows.add(
          new LinearConstraint(weight[r], equal ? Relationship.EQ : Relationship.GEQ, demand[r]));
    }
    for (int i = 0; i < cost.length; i++) {
      if (limit[i] < Double.POSITIVE_INFINITY) {
        double[] one = new double[cost.length];
        one[i] = 1;
        rows.add(new LinearConstraint(one, Relationship.LEQ, limit[i]));
      }
    }
    return new SimplexSolver()
        .optimize(
            new LinearObjectiveFunction(cost, 0),
            new LinearConstraintSet(rows),
            GoalType.MINIMIZE,
            new NonNegativeConstraint(true))
        .getValue();
  }
}
