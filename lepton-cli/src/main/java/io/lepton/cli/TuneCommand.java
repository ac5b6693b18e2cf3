package io.lepton.cli;

import io.lepton.migrate.MigrationReport;
import io.lepton.tune.TuneInput.Comparison;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model step alone. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    header = "Moves and fine-tunes the model of a migration, and nothing else.")
final class TuneCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final MigrationFile file = new MigrationFile();

  @Option(
      names = "--compare-from-scratch",
      description = "Train the same network from zero too, and plot both in the report.")
  private boolean compareFromScratch;

  @Override
  public Integer call() throws InterruptedException {
    Comparison comparison = compareFromScratch ? Comparison.FROM_SCRATCH : Comparison.NONE;
    MigrationReport report =
        file.work(
            console, (lepton, migration, progress) -> lepton.tune(migration, comparison, progress));
    return ReportLines.print(report, console);
  }
}
