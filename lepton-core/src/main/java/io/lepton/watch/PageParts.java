package io.lepton.watch;

import io.lepton.deploy.GateOutcome;
import io.lepton.deploy.Measure;
import java.util.List;
import java.util.Locale;

/** Small pieces of the page. */
final class PageParts {
  private PageParts() {}

  /** The text with a capital and a full stop. */
  static String sentence(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return "";
    }
    return capital(trimmed) + (trimmed.matches("(?s).*[.!?:;]$") ? "" : ".");
  }

  /** A word begins with a capital; a place such as {@code s3://lake} stays as it is. */
  static String capital(String text) {
    return text.matches("(?s)\\p{Ll}+([ ,;].*)?")
        ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
        : text;
  }

  static String gateWord(Measure measure) {
    return switch (measure.sense()) {
      case AT_LEAST -> "at least";
      case AT_MOST -> "at most";
    };
  }

  /** A figure of a gate, in its own unit. */
  static String figure(Measure measure, double value) {
    return switch (measure) {
      case ACCURACY, AGREEMENT, ERROR_RATE -> Figures.percent(value);
      case MACRO_F1 -> Figures.score(value);
      case P99_MILLIS -> Figures.millis(value);
    };
  }

  static GateRow gate(GateOutcome outcome) {
    Measure measure = outcome.measure();
    String limit = figure(measure, outcome.limit());
    return new GateRow(
        capital(measure.title()),
        switch (measure) {
          case ACCURACY -> "share of the target’s test rows that the migrated model gets right";
          case MACRO_F1 -> "mean F1 of the classes on the same rows";
          case AGREEMENT -> "share of mirrored requests that old and new service answer the same";
          case P99_MILLIS -> "99 of 100 requests to the new service take no longer";
          case ERROR_RATE -> "share of requests that the new service failed to answer";
        },
        outcome.value().isPresent() ? figure(measure, outcome.value().getAsDouble()) : "–",
        gateWord(measure) + " " + limit,
        switch (outcome.status()) {
          case PASSED -> "passed";
          case FAILED -> "failed";
          case NOT_MEASURED -> "not measured";
          case NOT_APPLICABLE -> "does not apply";
        },
        switch (outcome.status()) {
          case PASSED -> "good";
          case FAILED, NOT_MEASURED -> "bad";
          case NOT_APPLICABLE -> "calm";
        });
  }

  record GateRow(
      String figure, String meaning, String measured, String limit, String outcome, String tone) {}

  record Tile(String name, String value, String note) {}

  record Link(String id, String title) {}

  record Pair(String name, String value, boolean mono) {
    static Pair of(String name, String value) {
      return new Pair(name, value, false);
    }

    static Pair mono(String name, String value) {
      return new Pair(name, value, true);
    }
  }

  record NoticeRow(String label, String tone, String message, String step) {}

  record Notices(List<NoticeRow> items, String more) {}

  record Gates(String lead, List<GateRow> rows) {}

  record MovedRow(
      String what,
      String from,
      String to,
      List<String> warnings,
      String copied,
      String skipped,
      String size,
      String time,
      String rate,
      String proof,
      String tone) {}

  record MovedSection(String lead, List<MovedRow> rows, List<ChartView> figures) {
    boolean hasFigures() {
      return !figures.isEmpty();
    }
  }

  record ImageSection(String reference, String digest, List<LayerRow> rows, String total) {}

  record LayerRow(String name, String digest, String shortDigest, String size) {}

  record CostSection(String lead, List<CostRow> rows) {}

  record CostRow(String what, String note, String estimated, String measured) {}

  record Proof(String lead, List<Pair> pairs) {}
}
