package io.lepton.benchmarks.transfer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * A tool that copies a tree.
 *
 * @param name as the table shows it, with its version
 * @param repeatable whether running it again compares instead of copying again
 * @param command its command line for a source and a target folder
 */
record Contender(String name, boolean repeatable, BiFunction<Path, Path, List<String>> command) {

  static Contender lepton(Path launcher) {
    return new Contender(
        "lepton sync",
        true,
        (from, to) -> List.of(launcher.toString(), "sync", "file://" + from, "file://" + to));
  }

  static Contender rclone() throws IOException, InterruptedException {
    Path binary =
        onPath("rclone")
            .orElseThrow(() -> new IllegalStateException("rclone is not on the PATH; install it"));
    return new Contender(
        firstLine(List.of(binary.toString(), "version")) + " sync --checksum",
        true,
        (from, to) ->
            List.of(binary.toString(), "sync", "--checksum", from.toString(), to.toString()));
  }

  static Contender cp() {
    return new Contender(
        "cp -r", false, (from, to) -> List.of("cp", "-r", from.toString(), to.toString()));
  }

  /** What it takes to have the copy survive a crash, which {@code lepton sync} promises. */
  static Contender durableCp() {
    return new Contender(
        "cp -r, then sync -f",
        false,
        (from, to) ->
            List.of(
                "bash",
                "-c",
                "cp -r \"$0\" \"$1\" && sync -f \"$1\"",
                from.toString(),
                to.toString()));
  }

  private static Optional<Path> onPath(String program) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv("PATH"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String firstLine(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text.lines().findFirst().orElse(command.get(0)).strip();
  }
}
