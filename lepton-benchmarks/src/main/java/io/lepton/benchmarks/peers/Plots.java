package io.lepton.benchmarks.peers;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws results. */
final class Plots {
  /** What a logarithmic axis shows for a gap of zero, in percent. */
  private static final double LEAST_PERCENT = 0.001;

  private Plots() {}

  /**
   * Mean gap to the shared bound by deadline, a line a contender; peers with our help where any.
   */
  static void gaps(Results results, String family, int threads, Path folder) throws IOException {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(520)
            .title("Family %s, %d thread%s".formatted(family, threads, threads == 1 ? "" : "s"))
            .xAxisTitle("deadline, ms")
            .yAxisTitle("mean gap to the shared bound, percent")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    Map<String, List<Measurement>> contenders = results.byContender(threads);
    contenders.forEach(
        (name, rows) -> {
          if (contenders.containsKey(name + " +")) {
            return;
          }
          List<Double> x = new ArrayList<>();
          List<Double> y = new ArrayList<>();
          for (long deadline : results.deadlines(threads)) {
            List<Measurement> here =
                rows.stream().filter(row -> row.deadlineMillis() == deadline).toList();
            if (!here.isEmpty()) {
              x.add((double) deadline);
              y.add(Math.max(LEAST_PERCENT, 100 * Results.mean(here, results::gapToBound)));
            }
          }
          chart.addSeries(name, x, y);
        });
    Files.createDirectories(folder);
    String file = "family-%s-%d.png".formatted(family, threads);
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", folder.resolve(file).toFile());
  }
}
