package io.lepton.testkit.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Installs the programs that tests run beside them, from the public package registries, once a
 * machine: below {@code LEPTON_TEST_TOOLS}, or {@code ~/.cache/lepton-test-tools}. A folder there
 * is complete or absent, whatever ends an installation, and processes that want the same program
 * wait for one another.
 *
 * <p>Where a toolchain is missing or a registry is out of reach, the test that asked is skipped and
 * says why; with {@code LEPTON_REQUIRE_ALL=1} it fails.
 */
public final class Toolchain {
  private static final long MINUTES = 10;

  private Toolchain() {}

  /**
   * A command of a Go module, built by {@code go install}.
   *
   * @param command the command's import path, such as {@code github.com/rclone/rclone}
   * @param version such as {@code v1.75.1}
   */
  public static Path goCommand(String command, String version) {
    String name = command.replaceFirst("/v\\d+$", "").replaceFirst(".*/", "");
    return installed(
            "go-" + name + "-" + version,
            folder ->
                run(
                        List.of("go", "install", command + "@" + version),
                        Map.of("GOBIN", folder.toString(), "GOFLAGS", "-trimpath"))
                    .flatMap(problem -> built(command, version, folder.resolve(name), problem)))
        .resolve(name);
  }

  /**
   * The same by a module made for it, where the command is a module's root: {@code go install} asks
   * for the list of a module's versions, which some proxies refuse, and a module that names one
   * does not.
   */
  private static Optional<String> built(
      String command, String version, Path program, String problem) {
    Path module = program.resolveSibling("module");
    try {
      Files.createDirectories(module);
      Files.writeString(
          module.resolve("go.mod"), "module tools\n\nrequire " + command + " " + version + "\n");
    } catch (IOException e) {
      return Optional.of(problem + "; " + e.getMessage());
    }
    return run(
            List.of("go", "-C", module.toString(), "build", "-o", program.toString(), command),
            Map.of("GOFLAGS", "-trimpath -mod=mod"))
        .map(second -> problem + "; " + second);
  }

  /** The folder of an npm package with all that it needs; its commands lie in {@code bin} there. */
  public static Path npmPackage(String name, String version) {
    return installed(
            "npm-" + name.replace('/', '-') + "-" + version,
            folder ->
                run(
                    List.of(
                        "npm",
                        "install",
                        "--prefix",
                        folder.toString(),
                        "--no-audit",
                        "--no-fund",
                        "--loglevel=error",
                        name + "@" + version),
                    Map.of()))
        .resolve("node_modules/.bin");
  }

  /**
   * A Python environment that holds packages; its programs lie in {@code bin}.
   *
   * @param name tells environments apart
   * @param requirements as pip takes them, with versions
   */
  public static Path pythonEnvironment(String name, String... requirements) {
    return installed(
        "python-" + name + "-" + Integer.toHexString(List.of(requirements).hashCode()),
        folder ->
            run(List.of("python3", "-m", "venv", folder.toString()), Map.of())
                .or(
                    () -> {
                      List<String> command =
                          new ArrayList<>(
                              List.of(folder + "/bin/python", "-m", "pip", "install", "-q"));
                      command.addAll(List.of(requirements));
                      return run(command, Map.of());
                    }));
  }

  /** A program of this machine, which its package manager installs. */
  public static Path systemProgram(Path program, String debianPackage) {
    if (!Files.isExecutable(program)) {
      missing(program + " is not installed; Debian has it as " + debianPackage);
    }
    return program;
  }

  /** Skips the running test, or fails it where every test is required. */
  public static void missing(String reason) {
    if ("1".equals(System.getenv("LEPTON_REQUIRE_ALL"))) {
      Assertions.fail(reason);
    }
    Assumptions.abort(reason);
  }

  private static synchronized Path installed(String name, Installation installation) {
    String told = System.getenv("LEPTON_TEST_TOOLS");
    Path root =
        told == null
            ? Path.of(System.getProperty("user.home"), ".cache", "lepton-test-tools")
            : Path.of(told).toAbsolutePath();
    Path folder = root.resolve(name);
    Path complete = folder.resolve(".complete");
    try {
      Files.createDirectories(root);
      try (FileChannel lock =
              FileChannel.open(
                  root.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        if (held.isValid() && !Files.exists(complete)) {
          // Python environments hold their own path, so they are made where they stay.
          run(List.of("rm", "-rf", folder.toString()), Map.of());
          Files.createDirectories(folder);
          installation
              .into(folder)
              .ifPresent(problem -> missing(name + " cannot be installed: " + problem));
          Files.createFile(complete);
        }
      }
    } catch (IOException e) {
      missing(name + " cannot be installed: " + e);
    }
    return folder;
  }

  private interface Installation {
    /** What went wrong, or empty. */
    Optional<String> into(Path folder);
  }

  private static Optional<String> run(List<String> command, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile("lepton-install", ".log");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          return Optional.of(command + " did not end within " + MINUTES + " minutes");
        }
        return process.exitValue() == 0
            ? Optional.empty()
            : Optional.of(
                command + " ended with " + process.exitValue() + ": " + Files.readString(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return Optional.of(command + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(command + " was interrupted");
    }
  }
}
