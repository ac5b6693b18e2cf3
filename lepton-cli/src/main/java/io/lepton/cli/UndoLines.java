package io.lepton.cli;

import io.lepton.migrate.UndoReport;

/** What a rollback or a removal did, for people and machines. */
final class UndoLines {

  private UndoLines() {}

  /** Prints it and tells the exit code. */
  static int print(UndoReport report, Console console) {
    console.document(report);
    console.line(
        report.steps().isEmpty()
            ? "Nothing to take back: no step of %s has run.".formatted(report.name())
            : "Taken back: %s.".formatted(String.join(", ", report.steps())));
    if (!report.left().isEmpty()) {
      console.line("Left as it is:");
      report.left().forEach(line -> console.line("  " + line));
    }
    return ExitCode.DONE;
  }
}
