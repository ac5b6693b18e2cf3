package io.lepton.cli;

import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Entry point of the command line. */
public final class Main {

  /** They open no connection and no key, and what that needs makes a start a little longer. */
  private static final Set<String> ALONE = Set.of("allocate", "schedule", "-V", "--version");

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    if (args.length == 0 || !ALONE.contains(args[0])) {
      QuickAes.install();
      if (Stream.of(args).anyMatch(arg -> arg.matches("--(en|de)crypt(=.*)?"))) {
        QuickAes.prepare();
      }
    }
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
