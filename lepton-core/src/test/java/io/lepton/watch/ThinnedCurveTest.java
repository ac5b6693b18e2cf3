package io.lepton.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThinnedCurveTest {
  @Test
  void afterEveryPointBothEndsAreThereAndTheOthersStandEvenly() {
    ThinnedCurve curve = new ThinnedCurve();

    for (int added = 0; added < 10_000; added++) {
      curve.add(new Curve.Point(added, 2.0 * added));

      List<Curve.Point> points = curve.points();
      assertThat(points).hasSizeLessThan(600);
      assertThat(points.get(0).x()).isZero();
      assertThat(points.get(points.size() - 1)).isEqualTo(new Curve.Point(added, 2.0 * added));
      for (int i = 1; i < points.size() - 1; i++) {
        assertThat(points.get(i).x()).isEqualTo(i * points.get(1).x());
      }
    }
  }
}
