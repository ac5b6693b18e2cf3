package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.migrate.MigrationStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says how far a migration is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Says how far a migration is, and proves that its audit log is whole.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final MigrationFile file = new MigrationFile();

  @Override
  public Integer call() {
    try (Lepton lepton = Lepton.discover()) {
      MigrationStatus status = lepton.status(file.read());
      console.document(status);
      console.styled("@|bold Migration %s|@".formatted(status.name()));
      for (MigrationStatus.Step step : status.steps()) {
        console.line("  %-10s %-9s %s".formatted(step.id(), step.state(), step.detail()));
      }
      console.line(
          status
              .audit()
              .broken()
              .map(at -> "Audit log: BROKEN at line " + at.line() + ", which " + at.problem())
              .orElse("Audit log: %,d entries, chain intact".formatted(status.audit().entries())));
      status.report().ifPresent(path -> console.line("Report: " + path));
      return status.audit().intact() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
