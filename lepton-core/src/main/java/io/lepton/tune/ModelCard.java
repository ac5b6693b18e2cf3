package io.lepton.tune;

import com.samskivert.mustache.Mustache;
import io.lepton.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a tuned model is and where it comes from (Mitchell and others, "Model Cards for Model
 * Reporting", 2019): {@value #JSON} for machines, {@value #HTML} for people.
 */
final class ModelCard {
  static final String JSON = "model-card.json";
  static final String HTML = "model-card.html";

  private ModelCard() {}

  /** Writes both files, each whole or not at all. */
  static void write(TuneReport report, Path folder) {
    Json.write(folder.resolve(JSON), report);
    Path unfinished = folder.resolve(HTML + ".part");
    try {
      Files.writeString(unfinished, html(report));
      Files.move(
          unfinished,
          folder.resolve(HTML),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(folder.resolve(HTML) + " cannot be written", e);
    }
  }

  static String html(TuneReport report) {
    try (InputStream resource =
            Objects.requireNonNull(ModelCard.class.getResourceAsStream("model-card.mustache"));
        Reader template = new InputStreamReader(resource, StandardCharsets.UTF_8)) {
      return Mustache.compiler().escapeHTML(true).compile(template).execute(page(report));
    } catch (IOException e) {
      throw new UncheckedIOException("the model card's template cannot be read", e);
    }
  }

  private static Map<String, Object> page(TuneReport report) {
    return Map.of(
        "report", report,
        "method", report.spec().method().name().toLowerCase(Locale.ROOT),
        "figures", figures(report),
        "classes", classes(report),
        "names", report.tuned().classes().stream().map(ClassFigures::name).toList(),
        "epochs", epochs(report),
        "trained", "%,d of %,d".formatted(report.trainedParameters(), report.parameters()),
        "agreement", percent(report.agreement().sameAnswer()),
        "seconds", "%.1f".formatted(report.seconds()));
  }

  private static List<Map<String, String>> figures(TuneReport report) {
    Evaluation source = report.source();
    Evaluation tuned = report.tuned();
    return List.of(
        figure("Accuracy", source.accuracy(), tuned.accuracy()),
        figure("Macro precision", source.macroPrecision(), tuned.macroPrecision()),
        figure("Macro recall", source.macroRecall(), tuned.macroRecall()),
        figure("Macro F1", source.macroF1(), tuned.macroF1()));
  }

  private static Map<String, String> figure(String name, double source, double tuned) {
    return Map.of("name", name, "source", percent(source), "tuned", percent(tuned));
  }

  private static List<Map<String, Object>> classes(TuneReport report) {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<ClassFigures> classes = report.tuned().classes();
    for (int i = 0; i < classes.size(); i++) {
      ClassFigures figures = classes.get(i);
      List<Integer> confusion = report.tuned().confusion().get(i);
      rows.add(
          Map.of(
              "name", figures.name(),
              "precision", percent(figures.precision()),
              "recall", percent(figures.recall()),
              "f1", percent(figures.f1()),
              "support", figures.support(),
              "cells", cells(confusion, figures.support())));
    }
    return rows;
  }

  private static List<Map<String, Object>> cells(List<Integer> counts, int support) {
    return IntStream.range(0, counts.size())
        .mapToObj(
            i ->
                Map.<String, Object>of(
                    "count",
                    counts.get(i) == 0 ? "" : counts.get(i),
                    "share",
                    String.format(
                        Locale.ROOT, "%.2f", support == 0 ? 0 : (double) counts.get(i) / support)))
        .toList();
  }

  private static List<Map<String, String>> epochs(TuneReport report) {
    return report.epochs().stream()
        .map(
            it ->
                Map.of(
                    "epoch", it.epoch() == 0 ? "before" : String.valueOf(it.epoch()),
                    "kept", it.epoch() == report.bestEpoch() ? "kept" : "",
                    "trainLoss", it.epoch() == 0 ? "" : "%.4f".formatted(it.trainLoss()),
                    "validationLoss", "%.4f".formatted(it.validationLoss()),
                    "validationAccuracy", percent(it.validationAccuracy())))
        .toList();
  }

  private static String percent(double share) {
    return "%.1f %%".formatted(100 * share);
  }
}
