package io.lepton.watch;

import io.lepton.deploy.GateOutcome;
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
      row(lines, "moved", MovedParts.summary(data.moved()));
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

  private static void row(List<String> lines, String name, String text) {
    lines.add(String.format(java.util.Locale.ROOT, "  %-8s %s", name, text).stripTrailing());
  }
}
