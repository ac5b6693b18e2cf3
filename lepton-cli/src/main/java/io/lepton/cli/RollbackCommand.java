package io.lepton.cli;

import io.lepton.Lepton;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Goes back to the world before a migration. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    header = "Puts the traffic back on the old service and removes what apply created.",
    description = {
      "",
      "Works after a finished apply, a failed one and a killed one, and may be run again. "
          + "What cannot be taken back is listed."
    })
final class RollbackCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final MigrationFile file = new MigrationFile();

  @Override
  public Integer call() throws InterruptedException {
    return UndoLines.print(file.work(console, Lepton::rollback), console);
  }
}
