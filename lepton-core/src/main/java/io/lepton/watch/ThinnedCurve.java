package io.lepton.watch;

import java.util.ArrayList;
import java.util.List;

/** A curve of bounded length: when it is full, every second point goes, and of those to come. */
final class ThinnedCurve {
  private static final int MOST_POINTS = 600;

  private final List<Curve.Point> points = new ArrayList<>();
  private int every = 1;
  private int skipped;
  private boolean lastIsExtra;

  ThinnedCurve() {}

  ThinnedCurve(List<Curve.Point> earlier) {
    earlier.forEach(this::add);
  }

  /** Adds a point; the last one added is always among {@link #points}. */
  void add(Curve.Point point) {
    if (!Double.isFinite(point.x()) || !Double.isFinite(point.y())) {
      return;
    }
    if (lastIsExtra) {
      points.remove(points.size() - 1);
    }
    skipped++;
    lastIsExtra = skipped < every;
    if (!lastIsExtra) {
      skipped = 0;
    }
    points.add(point);
    if (points.size() == MOST_POINTS) {
      thin();
    }
  }

  List<Curve.Point> points() {
    return List.copyOf(points);
  }

  /** Every second point stays, and the last: as one that the next may replace. */
  private void thin() {
    List<Curve.Point> kept = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i += 2) {
      kept.add(points.get(i));
    }
    kept.add(points.get(MOST_POINTS - 1));
    points.clear();
    points.addAll(kept);
    if (!lastIsExtra) {
      skipped = every;
      lastIsExtra = true;
    }
    every *= 2;
  }
}
