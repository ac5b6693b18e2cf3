package io.lepton.watch;

import java.util.List;
import java.util.Objects;

/**
 * A line of a chart.
 *
 * @param chart the figure that its vertical axis shows, or the step it belongs to: {@code loss}
 * @param name of the line: {@code train}
 * @param points from left to right
 */
public record Curve(String chart, String name, List<Point> points) {

  public Curve {
    Objects.requireNonNull(chart, "chart");
    Objects.requireNonNull(name, "name");
    points = List.copyOf(points);
  }

  /**
   * A point.
   *
   * @param x to the right
   * @param y upwards
   */
  public record Point(double x, double y) {}
}
