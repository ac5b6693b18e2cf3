package io.lepton.cli;

import picocli.CommandLine;

/** Entry point of the command line. */
public final class Main {

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    QuickAes.install();
    System.exit(Interrupts.guard(() -> commandLine(args).execute(args)));
  }

  /** The command line as scripts use it: exceptions become messages and exit codes. */
  public static CommandLine commandLine(String... args) {
    return LeptonCommand.line(args)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new UsageFailures())
        .setUsageHelpAutoWidth(true);
  }
}
