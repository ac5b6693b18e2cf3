package io.lepton.benchmarks.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is expected of {@code lepton sync} beside the other tools: 1.5 times rclone's objects per
 * second where objects are small, at least the bytes per second of rclone and s5cmd, no more than
 * 0.7 times rclone's processor time per byte, and 70 percent of the ceiling where they are large;
 * with encryption 80 percent of the speed without.
 */
final class CloudGoals {
  private static final long LARGE_BYTES = 64L << 20;

  private CloudGoals() {}

  /**
   * One line for each goal that the rows let judge: medians over one task by the names of the
   * tools.
   */
  static List<String> judge(Map<String, Timing> rows, long objectBytes) {
    List<String> lines = new ArrayList<>();
    Timing ours = find(rows, "lepton");
    Timing rclone = find(rows, "rclone");
    Timing s5cmd = find(rows, "s5cmd");
    Timing ceiling = find(rows, "null copy");
    Timing encrypting = find(rows, CloudContender.ENCRYPTING);
    boolean large = objectBytes >= LARGE_BYTES;
    if (ours == null) {
      return lines;
    }
    if (rclone != null) {
      double speed = rclone.wallSeconds() / ours.wallSeconds();
      lines.add(line("times rclone's speed", speed, large ? 1 : 1.5, true));
      lines.add(
          line(
              "times rclone's processor time",
              ours.cpuSeconds() / rclone.cpuSeconds(),
              0.7,
              false));
    }
    if (s5cmd != null) {
      lines.add(line("times s5cmd's speed", s5cmd.wallSeconds() / ours.wallSeconds(), 1, true));
    }
    if (ceiling != null && large) {
      lines.add(
          line("of the ceiling's speed", ceiling.wallSeconds() / ours.wallSeconds(), 0.7, true));
    }
    if (encrypting != null && large) {
      double speed = ours.wallSeconds() / encrypting.wallSeconds();
      lines.add(line("of the plain run's speed with encryption", speed, 0.8, true));
    }
    return lines;
  }

  private static @org.jspecify.annotations.Nullable Timing find(
      Map<String, Timing> rows, String tool) {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().startsWith(tool))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String line(String what, double is, double wanted, boolean atLeast) {
    boolean holds = atLeast ? is >= wanted : is <= wanted;
    return String.format(
        Locale.ROOT,
        "- %s: %.2f %s (goal: at %s %.2f)",
        holds ? "holds" : "MISSED",
        is,
        what,
        atLeast ? "least" : "most",
        wanted);
  }
}
