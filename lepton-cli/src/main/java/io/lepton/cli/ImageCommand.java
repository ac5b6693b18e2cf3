package io.lepton.cli;

import io.lepton.Lepton;
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
    return ReportLines.print(file.work(console, Lepton::image), console);
  }
}
