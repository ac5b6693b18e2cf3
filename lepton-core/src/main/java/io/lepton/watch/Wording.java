package io.lepton.watch;

import io.lepton.deploy.TrafficTarget;
import io.lepton.watch.ReportData.Cost;
import io.lepton.watch.ReportData.Ending;
import io.lepton.watch.ReportData.Rollout;
import io.lepton.watch.ReportData.Training;
import java.util.List;

/**
 * How an ending is told.
 *
 * @param title in a word or three
 * @param tone the colour's name: good, warn, bad or calm
 * @param headline in a sentence
 */
record Wording(String title, String tone, String headline) {

  static Wording of(Ending ending) {
    return switch (ending) {
      case KEPT -> new Wording("Kept", "good", "The new service is live.");
      case DONE -> new Wording("Done", "good", "Everything is in place.");
      case ROLLED_BACK -> new Wording("Rolled back", "warn", "The old service stays live.");
      case FAILED -> new Wording("Failed", "bad", "The migration stopped before its end.");
      case NOTHING_TO_DO ->
          new Wording("Nothing to do", "calm", "Everything was in place already.");
    };
  }

  /** What became of the model, in one line. */
  static String model(Training training) {
    String after =
        training
            .tuned()
            .map(
                tuned ->
                    "accuracy "
                        + Figures.percent(tuned.accuracy())
                        + ", macro F1 "
                        + Figures.score(tuned.macroF1()))
            .orElse("not evaluated");
    String before =
        training
            .source()
            .map(source -> "; the source model has " + Figures.percent(source.accuracy()))
            .orElse("");
    return after + before + " (" + training.method() + ", " + training.note() + ")";
  }

  /** Who has the traffic at the end. */
  static String serving(Rollout rollout) {
    return rollout
        .verdict()
        .map(
            verdict ->
                verdict.kept()
                    ? rollout.deployment().revision().toString()
                    : rollout.deployment().old().map(TrafficTarget::describe).orElse("nobody"))
        .orElse("not decided");
  }

  static String cost(List<Cost> costs) {
    double estimated = costs.stream().mapToDouble(cost -> cost.estimatedUsd().orElse(0)).sum();
    double measured = costs.stream().mapToDouble(cost -> cost.measuredUsd().orElse(0)).sum();
    boolean hasMeasured = costs.stream().anyMatch(cost -> cost.measuredUsd().isPresent());
    return (hasMeasured ? Figures.usd(measured) + " measured, " : "")
        + Figures.usd(estimated)
        + " estimated";
  }

  static PageParts.Tile costTile(List<Cost> costs) {
    double estimated = costs.stream().mapToDouble(cost -> cost.estimatedUsd().orElse(0)).sum();
    double measured = costs.stream().mapToDouble(cost -> cost.measuredUsd().orElse(0)).sum();
    boolean hasMeasured = costs.stream().anyMatch(cost -> cost.measuredUsd().isPresent());
    return new PageParts.Tile(
        "Cost",
        Figures.usd(hasMeasured ? measured : estimated),
        hasMeasured ? "measured; " + Figures.usd(estimated) + " were estimated" : "estimated");
  }
}
