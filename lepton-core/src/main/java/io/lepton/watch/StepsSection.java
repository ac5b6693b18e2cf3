package io.lepton.watch;

import io.lepton.event.LeptonEvent.Outcome;
import io.lepton.watch.Recording.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** When each step ran. */
record StepsSection(String lead, List<Row> rows, List<String> ticks) {
  private static final int TICKS = 4;

  /** A pause longer than this share of the working time is a pause between two runs. */
  private static final double LONGEST_PAUSE = 0.05;

  static StepsSection of(Recording recording) {
    List<Span> spans =
        recording.steps().stream().sorted(Comparator.comparing(Span::began)).toList();
    double working = spans.stream().mapToDouble(span -> seconds(span.elapsed())).sum();
    List<double[]> places = new ArrayList<>();
    double shift = 0;
    double end = 0;
    for (Span span : spans) {
      double from = seconds(Duration.between(spans.get(0).began(), span.began())) - shift;
      double pause = from - end;
      if (pause > Math.max(1, working * LONGEST_PAUSE)) {
        shift += pause;
        from -= pause;
      }
      places.add(new double[] {from, seconds(span.elapsed())});
      end = Math.max(end, from + seconds(span.elapsed()));
    }
    double total = Math.max(end, 1e-3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      rows.add(row(spans.get(i), places.get(i)[0] / total, places.get(i)[1] / total));
    }
    List<String> ticks = new ArrayList<>();
    for (int i = 0; i <= TICKS; i++) {
      ticks.add(i == 0 ? "0" : time(total * i / TICKS));
    }
    String lead =
        Figures.count(spans.size(), "step", "steps")
            + (shift > 0
                ? "; " + time(shift) + " between runs, when nothing ran, is left out."
                : ".");
    return new StepsSection(lead, rows, ticks);
  }

  private static Row row(Span span, double from, double share) {
    String kind =
        span.outcome()
            .map(
                outcome ->
                    switch (outcome) {
                      case DONE -> "";
                      case SKIPPED -> "skipped";
                      case FAILED -> "failed";
                    })
            .orElse("failed");
    boolean skipped = span.outcome().filter(Outcome.SKIPPED::equals).isPresent();
    return new Row(
        span.title(),
        span.detail(),
        kind,
        String.format(Locale.ROOT, "%.5f", from),
        String.format(Locale.ROOT, "%.5f", share),
        skipped ? "done before" : Figures.duration(span.elapsed()));
  }

  private static String time(double seconds) {
    return Figures.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  record Row(String title, String detail, String kind, String from, String span, String took) {}
}
