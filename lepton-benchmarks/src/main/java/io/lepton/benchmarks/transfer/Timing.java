package io.lepton.benchmarks.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * What one command took, its children included, as the shell's {@code time} counts it.
 *
 * @param wallSeconds from start to end
 * @param cpuSeconds user and system time of the process tree
 */
record Timing(double wallSeconds, double cpuSeconds) {

  /**
   * Runs a command to its end.
   *
   * @param log where its output goes
   * @throws IllegalStateException with its output when it fails
   */
  static Timing of(List<String> command, Path log) throws IOException, InterruptedException {
    return of(command, Map.of(), log);
  }

  /** The same with more environment variables. */
  static Timing of(List<String> command, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    List<String> shell = new ArrayList<>();
    shell.addAll(
        List.of(
            "bash", "-c", "TIMEFORMAT='%3R %3U %3S'; time \"$@\" >\"$0\" 2>&1", log.toString()));
    shell.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(shell).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String times =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " failed:\n" + Files.readString(log));
    }
    double[] seconds =
        Pattern.compile(" ")
            .splitAsStream(times.replace(',', '.'))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new Timing(seconds[0], seconds[1] + seconds[2]);
  }

  /** The median of each figure; of an even number the upper one. */
  static Timing median(List<Timing> timings) {
    return new Timing(median(timings, Timing::wallSeconds), median(timings, Timing::cpuSeconds));
  }

  private static double median(List<Timing> timings, ToDoubleFunction<Timing> figure) {
    return timings.stream().mapToDouble(figure).sorted().toArray()[timings.size() / 2];
  }
}
