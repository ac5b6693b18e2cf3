package io.lepton.cli;

import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;

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
    if (!Boolean.getBoolean(QUICK_AES)) {
      return Interrupts.guard(() -> commandLine(args).execute(args));
    }
    Installing installing = new Installing(args);
    installing.start();
    return Interrupts.guard(() -> commandLine(args).setExecutionStrategy(installing).execute(args));
  }

  /**
   * Installs {@link QuickAes} while the arguments are read, and runs the command after that. The
   * machine tells its logger what is installed, and opens every library of the class path to find
   * that one: a fifth of a short command's processor time, and they are soon needed open anyway.
   */
  private static final class Installing extends Thread implements IExecutionStrategy {
    private final boolean keys;

    Installing(String... args) {
      super("quick-aes");
      setDaemon(true);
      keys =
          Stream.of(args)
              .anyMatch(arg -> arg.startsWith("--encrypt") || arg.startsWith("--decrypt"));
    }

    @Override
    public void run() {
      QuickAes.install();
      if (keys) {
        QuickAes.prepare();
      }
    }

    @Override
    public int execute(ParseResult parsed) {
      boolean interrupted = false;
      while (isAlive()) {
        try {
          join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return new CommandLine.RunLast().execute(parsed);
    }
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
