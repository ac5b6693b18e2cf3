package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The command line of podman or docker, which agree in all that is used here.
 *
 * @param name podman or docker
 * @param program where it is installed
 */
record Engine(String name, Path program) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * What a command answered.
   *
   * @param exitCode 0 when it worked
   * @param output what it printed, errors included
   */
  record Answer(int exitCode, String output) {
    boolean worked() {
      return exitCode == 0;
    }

    /** Whether it failed because there is no such container or image. */
    boolean absent() {
      String text = output.toLowerCase(java.util.Locale.ROOT);
      return !worked() && (text.contains("no such") || text.contains("not known"));
    }
  }

  /** Runs a command to its end. */
  Answer run(List<String> arguments) throws IOException, InterruptedException {
    return run(arguments, Map.of());
  }

  /** Runs a command with more variables, which it can hand on without showing their values. */
  Answer run(List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                byte[] bytes = process.getInputStream().readAllBytes();
                return new String(bytes, StandardCharsets.UTF_8);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            task -> new Thread(task, "lepton-" + name).start());
    try {
      if (!process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
        throw LocalFailures.of(ErrorKind.TIMED_OUT, name + " " + arguments.get(0), "this machine")
            .message("no answer within " + PATIENCE.toMinutes() + " minutes");
      }
      return new Answer(process.exitValue(), output.join());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a command that must work. */
  String require(List<String> arguments) throws IOException, InterruptedException {
    Answer answer = run(arguments);
    if (!answer.worked()) {
      throw failed(arguments.get(0), answer);
    }
    return answer.output().strip();
  }

  io.lepton.spi.CloudException failed(String verb, Answer answer) {
    return LocalFailures.of(ErrorKind.UNKNOWN, name + " " + verb, "this machine")
        .message("exit code " + answer.exitCode() + ": " + answer.output().strip());
  }
}
