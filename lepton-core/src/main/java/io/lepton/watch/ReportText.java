package io.lepton.watch;

import io.lepton.deploy.GateOutcome;
import io.lepton.watch.ReportData.Moved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The report in a few lines, for a terminal. Stateless. */
public final class ReportText {
  private ReportText() {}

  /** The lines, without colours, each without a line end. */
  public static List<String> lines(ReportData data) {
    List<String> lines = new ArrayList<>();
    lines.add(Wording.of(data.ending()).title() + ": " + data.migration());
    row(lines, "", data.reason());
    if (!data.moved().isEmpty()) {
      row(lines, "moved", moved(data.moved()));
    }
    data.training().ifPresent(training -> row(lines, "model", Wording.model(training)));
    data.image().ifPresent(image -> row(lines, "image", image.reference() + " " + image.digest()));
    data.rollout().ifPresent(rollout -> rollout(lines, rollout));
    if (!data.costs().isEmpty()) {
      row(lines, "cost", Wording.cost(data.costs()));
    }
    row(lines, "time", Figures.duration(data.elapsed()));
    return lines;
  }

  private static void rollout(List<String> lines, ReportData.Rollout rollout) {
    row(lines, "service", rollout.deployment().gateway() + " -> " + Wording.serving(rollout));
    rollout.shadow().ifPresent(shadow -> row(lines, "shadow", shadow.note()));
    rollout
        .verdict()
        .ifPresent(
            verdict -> {
              for (GateOutcome gate : verdict.gates()) {
                row(lines, "gate", (gate.passed() ? "ok    " : "FAILED ") + gate.describe());
              }
            });
  }

  private static String moved(List<Moved> parts) {
    long copied = parts.stream().mapToLong(Moved::copied).sum();
    long skipped = parts.stream().mapToLong(Moved::skipped).sum();
    long bytes = parts.stream().mapToLong(Moved::bytes).sum();
    Duration elapsed = parts.stream().map(Moved::elapsed).reduce(Duration.ZERO, Duration::plus);
    return Figures.count(copied, "object", "objects")
        + ", "
        + Figures.bytes(bytes)
        + " in "
        + Figures.duration(elapsed)
        + (skipped > 0 ? "; " + Figures.count(skipped) + " were there already" : "")
        + (parts.stream().allMatch(Moved::verified) ? "; proven equal" : "; not proven equal");
  }

  private static void row(List<String> lines, String name, String text) {
    lines.add(String.format(java.util.Locale.ROOT, "  %-8s %s", name, text).stripTrailing());
  }
}
