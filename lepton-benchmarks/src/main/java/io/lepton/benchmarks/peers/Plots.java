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

  /** Colours that eyes tell apart, those of the colour-blind too (Okabe and Ito 2008). */
  private static final Color[] COLORS = {
    new Color(0x000000), new Color(0xE69F00), new Color(0x56B4E9), new Color(0x009E73),
    new Color(0xD55E00), new Color(0x0072B2), new Color(0xCC79A7), new Color(0x999999),
    new Color(0x661100)
  };

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
    chart.getStyler().setSeriesColors(COLORS);
    // Labels stand at powers of ten only, so the axis begins and ends at one.
    chart.getStyler().setYAxisMax(100.0);
    double[] least = {100};
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
          y.forEach(gap -> least[0] = Math.min(least[0], gap));
        });
    chart.getStyler().setYAxisMin(Math.min(10, Math.pow(10, Math.floor(Math.log10(least[0])))));
    Files.createDirectories(folder);
    String file = "family-%s-%d.png".formatted(family, threads);
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", folder.resolve(file).toFile());
  }
}
