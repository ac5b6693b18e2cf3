package io.lepton.cli;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;

/** Entry point of the command line. */
public final class Main {

  /**
   * System property by which the launcher asks for {@link QuickAes} and {@link QuickTls}: it knows
   * what needs them.
   */
  private static final String QUICK_AES = "lepton.quick-aes";

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    // Figures are read by scripts, and in reports that are sent around.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(run(args));
  }

  /** Runs one command; answers its exit code. */
  public static int run(String... args) {
    if (!Boolean.getBoolean(QUICK_AES)) {
      return Interrupts.guard(() -> commandLine(args).execute(args));
    }
    CompletableFuture<Void> installed =
        CompletableFuture.runAsync(() -> quickAes(args), Main::start);
    return Interrupts.guard(
        () -> commandLine(args).setExecutionStrategy(new After(installed)).execute(args));
  }

  /**
   * Installs {@link QuickAes} while the arguments are read, which asks no security provider for
   * anything. The machine tells its logger what is installed, and opens every library of the class
   * path to find that one: a fifth of a short command's processor time, and they are soon needed
   * open anyway.
   */
  private static void quickAes(String... args) {
    QuickAes.install();
    QuickTls.install();
    if (Stream.of(args)
        .anyMatch(arg -> arg.startsWith("--encrypt") || arg.startsWith("--decrypt"))) {
      QuickAes.prepare();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "quick-aes");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Runs the command once something is done, and not at all where that fails. A class of its own,
   * for JDK 17 makes no class archive where a lambda is one of picocli's types, which are old.
   */
  record After(CompletableFuture<Void> done) implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
      done.join();
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
