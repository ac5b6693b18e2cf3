package io.lepton.migrate;

import io.lepton.tune.EpochFigures;
import io.lepton.tune.TuneReport;
import io.lepton.tune.TuneSpec;
import io.lepton.watch.Curve;
import io.lepton.watch.ReportData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What the report tells of a training. */
final class TrainingSection {

  private TrainingSection() {}

  static ReportData.Training of(TuneReport report) {
    return new ReportData.Training(
        report.spec().method().name().toLowerCase(Locale.ROOT),
        Duration.ofMillis(Math.round(report.seconds() * 1000)),
        "the parameters of epoch %d of %d were kept"
            .formatted(report.bestEpoch(), report.epochs().size() - 1),
        curves(report.epochs()),
        report.fromScratch().map(it -> curves(it.epochs())).orElse(List.of()),
        Optional.of(report.source()),
        Optional.of(report.tuned()),
        OptionalDouble.of(report.agreement().sameAnswer()),
        settings(report));
  }

  private static List<Curve> curves(List<EpochFigures> epochs) {
    List<EpochFigures> trained = epochs.stream().filter(it -> it.epoch() > 0).toList();
    return List.of(
        curve("loss", "train", trained, EpochFigures::trainLoss),
        curve("loss", "validation", epochs, EpochFigures::validationLoss),
        curve("accuracy", "train", trained, EpochFigures::trainAccuracy),
        curve("accuracy", "validation", epochs, EpochFigures::validationAccuracy));
  }

  private static Curve curve(
      String chart, String name, List<EpochFigures> epochs, ToDoubleFunction<EpochFigures> value) {
    List<Curve.Point> points = new ArrayList<>();
    epochs.forEach(it -> points.add(new Curve.Point(it.epoch(), value.applyAsDouble(it))));
    return new Curve(chart, name, points);
  }

  private static Map<String, String> settings(TuneReport report) {
    TuneSpec spec = report.spec();
    Map<String, String> settings = new TreeMap<>();
    settings.put("epochs", String.valueOf(spec.epochs()));
    settings.put("batch size", String.valueOf(spec.batchSize()));
    settings.put(
        "optimizer",
        "%s, learning rate %s, weight decay %s"
            .formatted(
                spec.optimizer().name(),
                spec.optimizer().learningRate(),
                spec.optimizer().weightDecay()));
    settings.put("consistency weight", String.valueOf(spec.consistencyWeight()));
    settings.put("seed", String.valueOf(spec.seed()));
    settings.put(
        "trained parameters",
        "%,d of %,d".formatted(report.trainedParameters(), report.parameters()));
    return settings;
  }
}
