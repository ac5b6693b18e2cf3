package io.lepton.cli;

import io.lepton.migrate.MigrationReport;
import io.lepton.watch.ReportText;

/** The end of a run, for people, and its exit code. */
final class ReportLines {

  private ReportLines() {}

  /** Prints the report, or its JSON, and tells the exit code. */
  static int print(MigrationReport report, Console console) {
    console.document(report.data());
    ReportText.lines(report.data()).forEach(console::line);
    console.line("  report   " + report.html());
    if (!report.verdict().kept()) {
      return ExitCode.FAILED;
    }
    return report.warnings().isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
  }
}
