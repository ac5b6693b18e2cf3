package io.lepton.watch;

import io.lepton.watch.ChartView.Line;
import io.lepton.watch.PageParts.MovedRow;
import io.lepton.watch.PageParts.MovedSection;
import io.lepton.watch.PageParts.Tile;
import io.lepton.watch.ReportData.Moved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the page tells about the transfers. */
final class MovedParts {
  private static final List<String> COLOURS = List.of("accent", "second", "third", "muted");

  private MovedParts() {}

  static List<MovedSection> section(ReportData data) {
    if (data.moved().isEmpty()) {
      return List.of();
    }
    List<MovedRow> rows = data.moved().stream().map(MovedParts::row).toList();
    return List.of(new MovedSection(PageParts.sentence(summary(data.moved())), rows, charts(data)));
  }

  static Tile tile(List<Moved> moved) {
    return new Tile("Moved", Figures.bytes(bytes(moved)), objects(moved) + proof(moved));
  }

  /** All transfers in one line. */
  static String summary(List<Moved> moved) {
    return objects(moved) + ", " + Figures.bytes(bytes(moved)) + proof(moved);
  }

  private static String objects(List<Moved> moved) {
    long copied = moved.stream().mapToLong(Moved::copied).sum();
    long skipped = moved.stream().mapToLong(Moved::skipped).sum();
    Duration elapsed = moved.stream().map(Moved::elapsed).reduce(Duration.ZERO, Duration::plus);
    return Figures.count(copied, "object", "objects")
        + " in "
        + Figures.duration(elapsed)
        + (skipped > 0 ? ", " + Figures.count(skipped) + " there already" : "");
  }

  private static String proof(List<Moved> moved) {
    long failed = moved.stream().mapToLong(Moved::failed).sum();
    if (failed > 0) {
      return "; " + Figures.count(failed) + " failed";
    }
    return moved.stream().allMatch(Moved::verified) ? "; proven equal" : "; not proven equal";
  }

  private static long bytes(List<Moved> moved) {
    return moved.stream().mapToLong(Moved::bytes).sum();
  }

  private static MovedRow row(Moved moved) {
    return new MovedRow(
        moved.what(),
        moved.from(),
        moved.to(),
        moved.warnings(),
        Figures.count(moved.copied()),
        moved.skipped() == 0 ? "" : Figures.count(moved.skipped()) + " there already",
        Figures.bytes(moved.bytes()),
        Figures.duration(moved.elapsed()),
        moved.bytes() == 0 ? "–" : Figures.rate(moved.bytes(), moved.elapsed()),
        moved.failed() > 0
            ? Figures.count(moved.failed()) + " failed"
            : moved.verified() ? "equal" : "not proven",
        moved.failed() > 0 ? "bad" : moved.verified() ? "good" : "warn");
  }

  private static List<ChartView> charts(ReportData data) {
    List<Line> lines = new ArrayList<>();
    for (Curve curve : data.recording().throughput()) {
      if (curve.points().size() > 1) {
        String label =
            data.recording().steps().stream()
                .filter(span -> span.step().equals(curve.name()))
                .map(Recording.Span::title)
                .findFirst()
                .orElse(curve.name());
        lines.add(Line.solid(label, COLOURS.get(lines.size() % COLOURS.size()), curve.points()));
      }
    }
    return lines.isEmpty()
        ? List.of()
        : List.of(
            new ChartView(
                "throughput",
                "Throughput over time",
                "after",
                "seconds",
                "bytesPerSecond",
                0.0,
                null,
                lines));
  }
}
