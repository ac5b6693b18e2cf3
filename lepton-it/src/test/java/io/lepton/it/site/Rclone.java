package io.lepton.it.site;

import io.lepton.testkit.server.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The newest rclone: a judge of another make. */
public final class Rclone {
  private static final String VERSION = "v1.76.0";

  private final Path program;
  private final Map<String, String> environment = new TreeMap<>();

  private Rclone(Path program) {
    this.program = program;
    environment.put("RCLONE_CONFIG", "/dev/null");
  }

  /** Installs it where it is missing, which takes minutes, once a machine. */
  public static Rclone installed() {
    return new Rclone(Toolchain.goCommand("github.com/rclone/rclone", VERSION));
  }

  /** Tells it of a server. */
  public Rclone knowing(Map<String, String> remote) {
    environment.putAll(remote);
    return this;
  }

  /**
   * What a run did.
   *
   * @param exitCode 0 when all is well
   * @param output everything it printed
   */
  public record Outcome(int exitCode, String output) {}

  /** Runs it to its end. */
  public Outcome run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try {
      Path log = Files.createTempFile("rclone", ".log");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new IllegalStateException(command + " did not end: " + Files.readString(log));
        }
        return new Outcome(process.exitValue(), Files.readString(log));
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }

  /** Runs it and demands success. */
  public void must(String... arguments) {
    Outcome outcome = run(arguments);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(
          "rclone " + String.join(" ", arguments) + " failed: " + outcome.output());
    }
  }
}
