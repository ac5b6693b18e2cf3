package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.event.LeptonEvent;
import io.lepton.migrate.Migration;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Parameters;

/** The migration file that a command works on. */
final class MigrationFile {

  @Parameters(paramLabel = "FILE", description = "The migration file, YAML or JSON.")
  private Path file = Path.of("migration.yaml");

  Path path() {
    return file;
  }

  Migration read() {
    return Migration.read(file);
  }

  /** What a command does with a migration. */
  interface Work<R> {
    R on(Lepton lepton, Migration migration, Consumer<LeptonEvent> events)
        throws InterruptedException;
  }

  /** Does {@code work} on the migration, and shows its progress until it ends. */
  <R> R work(Console console, Work<R> work) throws InterruptedException {
    try (Lepton lepton = Lepton.discover();
        ProgressDisplay progress = ProgressDisplay.on(console)) {
      return work.on(lepton, read(), progress);
    }
  }
}
