package io.lepton.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A chart as the page's script draws it, and the same figures as a table.
 *
 * @param id of its canvas
 * @param title above it
 * @param xTitle what its horizontal axis shows
 * @param xFormat how that is written: {@code seconds}, {@code number}
 * @param yFormat {@code bytesPerSecond}, {@code share}, {@code percent}, {@code millis}, {@code
 *     number}
 * @param yMin where the vertical axis begins; null leaves it to the points
 * @param yMax where it ends; null leaves it to the points
 * @param lines drawn
 */
record ChartView(
    String id,
    String title,
    String xTitle,
    String xFormat,
    String yFormat,
    @Nullable Double yMin,
    @Nullable Double yMax,
    List<Line> lines) {

  /** A table that is longer helps nobody; the JSON twin has every point. */
  private static final int MOST_ROWS = 60;

  ChartView {
    lines = List.copyOf(lines);
  }

  /** What the chart shows, for those who do not see it. */
  String summary() {
    StringBuilder text = new StringBuilder(title).append(".");
    for (Line line : lines) {
      if (!line.points().isEmpty()) {
        double first = line.points().get(0).y();
        double last = line.points().get(line.points().size() - 1).y();
        text.append(' ').append(line.label());
        if (line.limit()) {
          text.append(": ").append(format(yFormat, first)).append('.');
        } else {
          text.append(" from ").append(format(yFormat, first));
          text.append(" to ").append(format(yFormat, last)).append('.');
        }
      }
    }
    return text.toString();
  }

  /** The figures, a row an x, thinned evenly when they are many. */
  List<Row> table() {
    Map<Double, List<String>> rows = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      for (Curve.Point point : lines.get(i).points()) {
        rows.computeIfAbsent(
                point.x(), x -> new ArrayList<>(java.util.Collections.nCopies(lines.size(), "")))
            .set(i, format(yFormat, point.y()));
      }
    }
    List<Row> table = new ArrayList<>();
    int every = (rows.size() + MOST_ROWS - 1) / MOST_ROWS;
    int at = 0;
    for (Map.Entry<Double, List<String>> row : rows.entrySet()) {
      if (at++ % Math.max(1, every) == 0 || at == rows.size()) {
        table.add(new Row(format(xFormat, row.getKey()), row.getValue()));
      }
    }
    return table;
  }

  static String format(String format, double value) {
    return switch (format) {
      case "bytesPerSecond" -> Figures.bytes(Math.round(value)) + "/s";
      case "share" -> Figures.percent(value);
      case "percent" -> String.format(Locale.ROOT, "%.0f %%", value);
      case "millis" -> Figures.millis(value);
      case "seconds" -> Figures.duration(Duration.ofMillis(Math.round(value * 1000)));
      case "number" ->
          value == Math.rint(value)
              ? Figures.count((long) value)
              : String.format(Locale.ROOT, "%.4f", value);
      default -> throw new IllegalArgumentException("no format is called " + format);
    };
  }

  /**
   * A line.
   *
   * @param label its name
   * @param colour name of a colour of the style sheet
   * @param dashed whether it stands behind the others
   * @param filled whether the area below is shaded
   * @param stepped whether it jumps from point to point
   * @param limit whether it is a gate's limit
   * @param points from left to right
   */
  record Line(
      String label,
      String colour,
      boolean dashed,
      boolean filled,
      boolean stepped,
      boolean limit,
      List<Curve.Point> points) {

    Line {
      points = List.copyOf(points);
    }

    static Line solid(String label, String colour, List<Curve.Point> points) {
      return new Line(label, colour, false, false, false, false, points);
    }

    static Line dashed(String label, String colour, List<Curve.Point> points) {
      return new Line(label, colour, true, false, false, false, points);
    }

    static Line area(String label, String colour, List<Curve.Point> points) {
      return new Line(label, colour, false, true, true, false, points);
    }

    /** A level line of a gate's limit over the width of the chart. */
    static Line limit(double limit, double from, double to) {
      return new Line(
          "limit",
          "bad",
          true,
          false,
          false,
          true,
          List.of(new Curve.Point(from, limit), new Curve.Point(to, limit)));
    }

    String style() {
      return dashed ? "dashed" : "";
    }
  }

  /**
   * A row of the table.
   *
   * @param x written out
   * @param values of the lines, empty where one has none
   */
  record Row(String x, List<String> values) {}
}
