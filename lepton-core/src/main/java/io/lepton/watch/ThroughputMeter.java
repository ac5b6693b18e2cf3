package io.lepton.watch;

import java.util.List;

/** Turns a growing sum into a rate over time. */
final class ThroughputMeter {
  /** Shorter spans would show the jitter of the reports, not of the transfer. */
  private static final double SHORTEST_SECONDS = 0.25;

  private final ThinnedCurve rates;
  private double lastAt = Double.NaN;
  private long lastDone;

  ThroughputMeter(ThinnedCurve rates) {
    this.rates = rates;
  }

  void add(double atSeconds, long done) {
    if (Double.isNaN(lastAt) || done < lastDone) {
      lastAt = atSeconds;
      lastDone = done;
      return;
    }
    double elapsed = atSeconds - lastAt;
    if (elapsed < SHORTEST_SECONDS) {
      return;
    }
    rates.add(new Curve.Point(atSeconds, (done - lastDone) / elapsed));
    lastAt = atSeconds;
    lastDone = done;
  }

  List<Curve.Point> points() {
    return rates.points();
  }
}
