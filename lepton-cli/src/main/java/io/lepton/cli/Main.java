package io.lepton.cli;

import picocli.CommandLine;

/** Entry point of the command line. */
public final class Main {

  /** System property by which the launcher asks for {@link QuickAes}: it knows what needs it. */
  private static final String QUICK_AES = "lepton.quick-aes";

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command; answers its exit code. */
  public static int run(String... args) {
    if (Boolean.getBoolean(QUICK_AES)) {
      QuickAes.install();
      for (String arg : args) {
        if (arg.startsWith("--encrypt") || arg.startsWith("--decrypt")) {
          QuickAes.prepare();
          break;
        }
      }
    }
    return Interrupts.guard(() -> commandLine(args).execute(args));
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
