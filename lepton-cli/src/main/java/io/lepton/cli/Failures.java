package io.lepton.cli;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.transfer.TransferFailure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into one clear line and the exit code of the contract, and with
 * {@code --json} into a document that holds the failure.
 */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    int code = exitCode(e);
    PrintWriter err = command.getErr();
    if (code == ExitCode.INTERRUPTED) {
      err.println("lepton: interrupted; the state was kept, the same command continues");
    } else if (e instanceof InputException || e instanceof CloudException) {
      err.println(command.getColorScheme().errorText("lepton: " + e.getMessage()));
    } else {
      err.println(command.getColorScheme().errorText("lepton: " + e));
    }
    if (System.getenv("LEPTON_DEBUG") != null) {
      e.printStackTrace(err);
    } else if (code == ExitCode.FAILED) {
      err.println("(LEPTON_DEBUG=1 prints where it happened)");
    }
    err.flush();
    command.getMixins().values().stream()
        .filter(Console.class::isInstance)
        .map(Console.class::cast)
        .forEach(console -> console.failed(failure(e, code)));
    return code;
  }

  private static TransferFailure failure(Exception e, int code) {
    if (e instanceof CloudException cloud) {
      return TransferFailure.of("", cloud);
    }
    String message = String.valueOf(e.getMessage());
    return switch (code) {
      case ExitCode.BAD_INPUT -> TransferFailure.of("", ErrorKind.INVALID_ARGUMENT, message);
      case ExitCode.INTERRUPTED ->
          TransferFailure.of("", ErrorKind.CANCELLED, "interrupted; the state was kept");
      default -> TransferFailure.of("", ErrorKind.UNKNOWN, e.toString());
    };
  }

  static int exitCode(Throwable error) {
    if (error instanceof InputException) {
      return ExitCode.BAD_INPUT;
    }
    if (error instanceof InterruptedException
        || Thread.currentThread().isInterrupted()
        || (error instanceof CloudException cloud && cloud.kind() == ErrorKind.CANCELLED)) {
      return ExitCode.INTERRUPTED;
    }
    return ExitCode.FAILED;
  }
}
