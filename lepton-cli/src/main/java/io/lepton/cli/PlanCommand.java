package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.migrate.MigrationPlan;
import io.lepton.migrate.PlannedStep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what apply would do. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    header = "Says what apply would do: steps, sizes, cost, time. Changes nothing.")
final class PlanCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final MigrationFile file = new MigrationFile();

  @Override
  public Integer call() {
    try (Lepton lepton = Lepton.discover()) {
      MigrationPlan plan = lepton.plan(file.read());
      console.document(new Document(plan.migration().name(), plan.nothingToDo(), plan.steps()));
      PlanText.print(plan, console);
      return ExitCode.DONE;
    }
  }

  private record Document(String name, boolean nothingToDo, List<PlannedStep> steps) {}
}
