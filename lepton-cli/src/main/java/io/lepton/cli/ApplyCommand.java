package io.lepton.cli;

import io.lepton.migrate.MigrationReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Carries a migration out. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    header = "Carries the migration out; the same command resumes. Report at the end.",
    description = {
      "",
      "Finished steps are not done twice. The old service keeps its traffic until the "
          + "verdict, and nothing at the source is changed."
    })
final class ApplyCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final MigrationFile file = new MigrationFile();

  @Override
  public Integer call() throws InterruptedException {
    MigrationReport report =
        file.work(
            console,
            (lepton, migration, progress) -> lepton.apply(lepton.plan(migration), progress));
    return ReportLines.print(report, console);
  }
}
