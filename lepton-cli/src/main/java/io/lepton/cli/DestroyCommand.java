package io.lepton.cli;

import io.lepton.Lepton;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes all that a migration made. */
@Command(
    name = "destroy",
    mixinStandardHelpOptions = true,
    header = "Stops and removes what apply created at the target; never touches the source.")
final class DestroyCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final MigrationFile file = new MigrationFile();

  @Override
  public Integer call() throws InterruptedException {
    return UndoLines.print(file.work(console, Lepton::destroy), console);
  }
}
