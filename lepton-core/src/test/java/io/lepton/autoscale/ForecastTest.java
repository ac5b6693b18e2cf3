package io.lepton.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTest {

  private static double[] wave(int length, double noise) {
    Random random = new Random(5);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          100 + 0.05 * i + 40 * Math.sin(2 * Math.PI * i / 48) + noise * random.nextGaussian();
    }
    return values;
  }

  @Test
  void holtWintersFollowsSeasonAndTrend() {
    double[] ahead = new HoltWinters(48, 0, 10_000).forecast(wave(48 * 6, 0), 24);
    double[] truth = wave(48 * 6 + 24, 0);
    for (int h = 0; h < 24; h++) {
      assertThat(ahead[h]).isCloseTo(truth[48 * 6 + h], within(3.0));
    }
  }

  @Test
  void holtWintersIsNearerThanTheLastPeak() {
    double[] truth = wave(48 * 8, 6);
    double[] history = java.util.Arrays.copyOf(truth, 48 * 7);
    double smooth = error(new HoltWinters(48, 0, 10_000).forecast(history, 48), truth);
    double peak = error(new Reactive(6).forecast(history, 48), truth);
    assertThat(smooth).isLessThan(peak / 3).isLessThan(10);
  }

  private static double error(double[] ahead, double[] truth) {
    double sum = 0;
    for (int h = 0; h < ahead.length; h++) {
      sum += Math.abs(ahead[h] - truth[truth.length - ahead.length + h]);
    }
    return sum / ahead.length;
  }

  @Test
  void theMarginRaisesTheForecastByTheSpreadOfItsErrors() {
    double[] history = wave(48 * 5, 6);
    double plain = new HoltWinters(48, 0, 10_000).forecast(history, 1)[0];
    double raised = new HoltWinters(48, 2, 10_000).forecast(history, 1)[0];
    assertThat(raised - plain).isBetween(6.0, 24.0);
  }

  @Test
  void shortHistoriesFallBackToTheLastPeak() {
    HoltWinters forecaster = new HoltWinters(48, 1, 10_000);
    assertThat(forecaster.forecast(new double[] {3, 9, 4}, 2)).containsExactly(9, 9);
    assertThat(forecaster.forecast(new double[0], 1)).containsExactly(0);
  }

  @Test
  void arrivalsAreCountedByStep(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("trace.csv");
    Files.writeString(
        file,
        """
        TIMESTAMP,Tokens
        2023-11-16 18:17:00.5000000,1
        2023-11-16 18:17:01.0000000,1
        2023-11-16 18:17:12.0000000,1
        """);
    LoadSeries series = LoadFiles.arrivals(file, "TIMESTAMP", Duration.ofSeconds(10));
    assertThat(series.values()).containsExactly(0.2, 0.1);
    assertThat(series.requests()).isCloseTo(3, within(1e-9));
  }

  @Test
  void tablesKeepTheLoadOverGaps(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("load.csv");
    Files.writeString(
        file,
        "time,load\n2026-01-01T00:00:00Z,4\n2026-01-01T00:00:30Z,6\n2026-01-01T00:02:00Z,9\n");
    assertThat(LoadFiles.table(file, "time", "load", Duration.ofMinutes(1)).values())
        .containsExactly(5, 5, 9);
    Files.writeString(file, "time,load\n0,4\nsoon,6\n");
    assertThatThrownBy(() -> LoadFiles.table(file, "time", "load", Duration.ofMinutes(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(":3: time must be a time, not 'soon'");
    assertThatThrownBy(() -> LoadFiles.table(file, "at", "load", Duration.ofMinutes(1)))
        .hasMessageContaining(":1: there is no column 'at'; there are time, load");
    Files.writeString(file, "time,load\n0,-4\n");
    assertThatThrownBy(() -> LoadFiles.table(file, "time", "load", Duration.ofMinutes(1)))
        .hasMessageContaining(":2: load must be a load from 0, not '-4'");
  }

  @Test
  void daysKeepTheMeanAndFallAtNight() {
    LoadSeries hour = LoadSeries.of(Duration.ofMinutes(10), 1, 3, 2, 0, 4, 2);
    LoadSeries days = hour.asDays(7, 0.2, 11);
    assertThat(days.size()).isEqualTo(7 * 144);
    assertThat(days.requests() / Duration.ofDays(7).toSeconds()).isCloseTo(2, within(0.1));
    double night = days.between(0, 6).requests() + days.between(138, 144).requests();
    double noon = days.between(66, 78).requests();
    assertThat(night / noon).isBetween(0.1, 0.35);
    assertThat(hour.asDays(7, 0.2, 11).values()).isEqualTo(days.values());
  }
}
