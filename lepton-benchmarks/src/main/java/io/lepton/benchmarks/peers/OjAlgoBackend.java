package io.lepton.benchmarks.peers;

import java.math.BigDecimal;
import java.util.Optional;
import org.ojalgo.concurrent.Parallelism;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.optimisation.integer.IntegerStrategy;

/**
 * ojAlgo's own branch and bound, pure Java. It reports no bound unless it has proven its answer.
 */
final class OjAlgoBackend implements IntegerBackend {

  @Override
  public String name() {
    return "ojAlgo";
  }

  @Override
  public Solution solve(IntegerProgram program, Contender.Effort effort) {
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    model.options.integer(
        IntegerStrategy.newConfigurable()
            .withParallelism(effort.threads() == 1 ? Parallelism.ONE : Parallelism.CORES));
    Variable[] variables = new Variable[program.columns.size()];
    for (int i = 0; i < variables.length; i++) {
      IntegerProgram.Column column = program.columns.get(i);
      variables[i] =
          model
              .addVariable("x" + i)
              .lower(0)
              .upper(column.upper)
              .weight(column.cost)
              .integer(column.whole);
    }
    int number = 0;
    for (IntegerProgram.Row row : program.rows) {
      Expression expression = model.addExpression("r" + number++);
      if (row.lower > -IntegerProgram.FREE) {
        expression.lower(BigDecimal.valueOf(row.lower));
      }
      if (row.upper < IntegerProgram.FREE) {
        expression.upper(BigDecimal.valueOf(row.upper));
      }
      for (int i = 0; i < row.size; i++) {
        expression.set(variables[row.columns[i]], row.weights[i]);
      }
      if (effort.over()) {
        return Solution.nothing(0);
      }
    }
    long millis = Math.max(1, (long) (1000 * effort.secondsLeft()));
    model.options.time_suffice = millis;
    model.options.time_abort = millis;
    Optimisation.Result result = model.minimise();
    if (!result.getState().isFeasible()) {
      return Solution.nothing(0);
    }
    double[] values = new double[variables.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = result.doubleValue(i);
    }
    return new Solution(Optional.of(values), result.getState().isOptimal() ? result.getValue() : 0);
  }
}
