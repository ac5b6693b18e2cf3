package io.lepton.cli;

import io.lepton.json.Json;
import io.lepton.transfer.TransferFailure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * How a command speaks; every command mixes it in. Results go to standard output: text for people,
 * or with {@code --json} exactly one JSON document. Progress and warnings go to standard error, and
 * {@code --quiet} silences progress.
 */
final class Console {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no progress.")
  private boolean quiet;

  private boolean documented;

  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  /**
   * Whether a person watches standard error on a terminal. The launcher finds out, because Java
   * cannot ask about one stream on every release.
   */
  boolean interactive() {
    return !quiet && Boolean.getBoolean("lepton.terminal");
  }

  /** Prints a line for people; nothing with {@code --json}. */
  void line(String text) {
    if (!json) {
      out().println(text);
      out().flush();
    }
  }

  /** Prints a line with picocli's colour markup: {@code @|bold text|@}. */
  void styled(String markup) {
    line(spec.commandLine().getColorScheme().ansi().string(markup));
  }

  /** Prints the result for machines; nothing without {@code --json}. */
  void document(Object value) {
    if (json) {
      documented = true;
      out().println(Json.pretty(value));
      out().flush();
    }
  }

  /**
   * Prints, of a command that ended without a result, the failure for machines; nothing without
   * {@code --json}, nor where a document was printed already.
   */
  void failed(TransferFailure failure) {
    if (!documented) {
      document(new FailureDocument(1, List.of(failure), List.of()));
    }
  }

  /** What every result says of failures; what was never counted is left out. */
  private record FailureDocument(
      long failed, List<TransferFailure> failures, List<String> warnings) {}

  /** Prints a result that is JSON already; nothing without {@code --json}. */
  void json(Supplier<String> document) {
    if (json) {
      documented = true;
      out().println(document.get());
      out().flush();
    }
  }

  /**
   * Prints a warning on standard error; one that was told already, as it happened, is not told
   * again.
   */
  void warn(String message) {
    if (warned.add(message)) {
      err().println("warning: " + message);
      err().flush();
    }
  }

  /** Prints on standard error why the command ends with {@link ExitCode#FAILED}. */
  void fail(String message) {
    err().println("failed: " + message);
    err().flush();
  }

  /** Standard error, for progress. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
