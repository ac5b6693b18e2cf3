package io.lepton.cli;

import picocli.CommandLine;

/** Entry point of the command line. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(Interrupts.guard(() -> commandLine().execute(args)));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LeptonCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new UsageFailures())
        .setUsageHelpAutoWidth(true);
  }
}
