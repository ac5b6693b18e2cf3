package io.lepton.watch;

import io.lepton.tune.ClassFigures;
import io.lepton.tune.Evaluation;
import io.lepton.watch.ChartView.Line;
import io.lepton.watch.ReportData.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the page tells about the model. */
record TrainingSection(
    String lead,
    List<ChartView> figures,
    List<Matrix> matrices,
    List<Score> scores,
    List<PageParts.Pair> settings) {

  /** Beyond so many classes a cell is too small to be read. */
  private static final int MOST_CLASSES = 40;

  private static final int MOST_NUMBERED = 16;
  private static final double STRONG = 0.5;

  static TrainingSection of(Training training) {
    List<Matrix> matrices = new ArrayList<>();
    training.source().flatMap(found -> matrix("Source model", found)).ifPresent(matrices::add);
    training.tuned().flatMap(found -> matrix("Migrated model", found)).ifPresent(matrices::add);
    List<PageParts.Pair> settings = new ArrayList<>();
    new TreeMap<>(training.settings())
        .forEach((name, value) -> settings.add(PageParts.Pair.of(name, value)));
    return new TrainingSection(
        lead(training), charts(training), matrices, scores(training), settings);
  }

  boolean hasFigures() {
    return !figures.isEmpty();
  }

  boolean hasMatrices() {
    return !matrices.isEmpty();
  }

  boolean hasScores() {
    return !scores.isEmpty();
  }

  boolean hasSettings() {
    return !settings.isEmpty();
  }

  private static String lead(Training training) {
    StringBuilder text = new StringBuilder();
    text.append("Tuned with the method ").append(training.method());
    text.append(" in ").append(Figures.duration(training.elapsed())).append(". ");
    text.append(PageParts.sentence(training.note()));
    training
        .tuned()
        .ifPresent(
            tuned ->
                text.append(" On ")
                    .append(Figures.count(tuned.examples(), "test row", "test rows"))
                    .append(" it reaches an accuracy of ")
                    .append(Figures.percent(tuned.accuracy()))
                    .append(" and a macro F1 of ")
                    .append(Figures.score(tuned.macroF1()))
                    .append('.'));
    training
        .consistency()
        .ifPresent(
            share ->
                text.append(" Source and migrated model say the same on ")
                    .append(Figures.percent(share))
                    .append(" of them."));
    return text.toString();
  }

  /** One chart a figure, the tuned model's lines before those of the one trained from zero. */
  private static List<ChartView> charts(Training training) {
    Map<String, List<Line>> charts = new LinkedHashMap<>();
    for (Curve curve : training.curves()) {
      boolean train = curve.name().equals("train");
      lines(charts, curve)
          .add(
              train
                  ? Line.dashed(curve.name(), "muted", curve.points())
                  : Line.solid(curve.name(), "accent", curve.points()));
    }
    for (Curve curve : training.fromScratch()) {
      boolean train = curve.name().equals("train");
      String label = curve.name() + ", from zero";
      lines(charts, curve)
          .add(
              train
                  ? Line.dashed(label, "second", curve.points())
                  : Line.solid(label, "second", curve.points()));
    }
    List<ChartView> views = new ArrayList<>();
    charts.forEach(
        (chart, lines) -> {
          boolean share = isShare(chart);
          views.add(
              new ChartView(
                  "training-" + views.size(),
                  PageParts.capital(chart),
                  "epoch",
                  "number",
                  share ? "share" : "number",
                  share ? null : Double.valueOf(0),
                  share ? Double.valueOf(1) : null,
                  lines));
        });
    return views;
  }

  private static List<Line> lines(Map<String, List<Line>> charts, Curve curve) {
    return charts.computeIfAbsent(curve.chart(), unused -> new ArrayList<>());
  }

  private static boolean isShare(String chart) {
    return chart
        .toLowerCase(Locale.ROOT)
        .matches(".*(accuracy|f1|precision|recall|agreement|consistency).*");
  }

  private static Optional<Matrix> matrix(String title, Evaluation evaluation) {
    if (evaluation.classes().size() > MOST_CLASSES) {
      return Optional.empty();
    }
    List<MatrixRow> rows = new ArrayList<>();
    List<String> classes = evaluation.classes().stream().map(ClassFigures::name).toList();
    for (int i = 0; i < classes.size(); i++) {
      List<Integer> counts = evaluation.confusion().get(i);
      long sum = counts.stream().mapToLong(Integer::longValue).sum();
      List<Cell> cells = new ArrayList<>();
      for (int j = 0; j < classes.size(); j++) {
        long count = counts.get(j);
        double weight = sum == 0 ? 0 : (double) count / sum;
        cells.add(
            new Cell(
                (i == j ? "right" : "wrong") + (weight > STRONG ? " strong" : ""),
                String.format(Locale.ROOT, "%.3f", weight),
                count > 0 && classes.size() <= MOST_NUMBERED ? Figures.count(count) : "",
                classes.get(i)
                    + " called "
                    + classes.get(j)
                    + ": "
                    + Figures.count(count)
                    + " of "
                    + Figures.count(sum)));
      }
      rows.add(new MatrixRow(classes.get(i), cells));
    }
    return Optional.of(
        new Matrix(title, Figures.percent(evaluation.accuracy()) + " right", classes, rows));
  }

  private static List<Score> scores(Training training) {
    if (training.tuned().isEmpty()) {
      return List.of();
    }
    Map<String, Double> before = new LinkedHashMap<>();
    training
        .source()
        .ifPresent(
            source -> source.classes().forEach(score -> before.put(score.name(), score.f1())));
    return training.tuned().get().classes().stream()
        .map(
            score -> {
              Double f1Before = before.get(score.name());
              return new Score(
                  score.name(),
                  Figures.score(score.precision()),
                  Figures.score(score.recall()),
                  Figures.score(score.f1()),
                  f1Before == null ? "–" : Figures.score(f1Before),
                  Figures.count(score.support()));
            })
        .toList();
  }

  record Matrix(String title, String note, List<String> classes, List<MatrixRow> rows) {}

  record MatrixRow(String name, List<Cell> cells) {}

  record Cell(String kind, String weight, String text, String title) {}

  record Score(
      String name, String precision, String recall, String f1, String before, String support) {}
}
