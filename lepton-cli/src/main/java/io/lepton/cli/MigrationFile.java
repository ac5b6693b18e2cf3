package io.lepton.cli;

import io.lepton.migrate.Migration;
import java.nio.file.Path;
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
}
