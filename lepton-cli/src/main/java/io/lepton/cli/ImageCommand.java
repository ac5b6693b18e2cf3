package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.migrate.MigrationReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The image step alone. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    header = "Packs the serving image of a migration, with what it needs of the model.")
final class ImageCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final MigrationFile file = new MigrationFile();

  @Override
  public Integer call() throws InterruptedException {
    try (Lepton lepton = Lepton.discover();
        ProgressDisplay progress = ProgressDisplay.on(console)) {
      MigrationReport report = lepton.image(file.read(), progress);
      progress.close();
      return ReportLines.print(report, console);
    }
  }
}
