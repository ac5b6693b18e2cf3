package io.lepton.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.json.Json;
import io.lepton.watch.ReportData.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @Test
  void pageAnswersAtOnceWhetherItWorkedAndWhatMoved() {
    String head = body(Report.html(SampleReports.kept())).split("<main", 2)[0];

    assertThat(head)
        .contains("The new service is live.")
        .contains("5 of 5 gates passed")
        .contains("1.3 GB")
        .contains("12,483 objects in 22.5 s, 320 there already; proven equal")
        .contains("p99 at worst; 0 % errors; agrees with the old one on 97.2 %")
        .contains("measured; $0.28 were estimated");
  }

  @Test
  void everySectionIsThereAndLinked() {
    String page = Report.html(SampleReports.kept());

    for (String id :
        new String[] {
          "notices", "gates", "moved", "training", "rollout", "steps", "image", "cost", "proof"
        }) {
      assertThat(page).contains("<section id=\"" + id + "\"").contains("href=\"#" + id + "\"");
    }
  }

  @Test
  void sectionsWithNothingToTellAreLeftOut() {
    String page = Report.html(SampleReports.failed());

    assertThat(page)
        .contains("<section id=\"steps\"")
        .contains("The migration stopped")
        .contains("s3://lake/digits/ does not exist");
    assertThat(page)
        .doesNotContain("<section id=\"gates\"")
        .doesNotContain("<section id=\"training\"")
        .doesNotContain("<section id=\"moved\"");
  }

  @Test
  void brokenGateIsNamedWithItsValueAndLimit() {
    assertThat(Report.html(SampleReports.rolledBack()))
        .contains("The old service stays live.")
        .contains("412 ms")
        .contains("at most 200 ms")
        .contains("<span class=\"pill bad\">failed</span>");
  }

  @Test
  void pageAsksNothingOfANetwork() {
    String page = Report.html(SampleReports.kept());

    assertThat(page).contains("default-src 'none'").doesNotContain("sourceMappingURL");
    assertThat(body(page)).doesNotContain("src=").doesNotContain("<link rel=\"stylesheet");
  }

  @Test
  void hostileNamesStayText() {
    String hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    ReportData data =
        ReportData.of(hostile, Ending.FAILED, hostile)
            .recording(
                new Recording(
                    java.util.List.of(),
                    java.util.List.of(),
                    java.util.List.of(
                        new Curve(
                            "bytes per second",
                            hostile,
                            java.util.List.of(new Curve.Point(1, 1), new Curve.Point(2, 3)))),
                    java.util.List.of(),
                    0,
                    SampleReports.BEGAN))
            .moved(
                new ReportData.Moved(
                    hostile,
                    hostile,
                    hostile,
                    1,
                    0,
                    0,
                    1,
                    java.time.Duration.ZERO,
                    true,
                    java.util.List.of(hostile)))
            .environment(hostile, hostile)
            .build();

    String page = Report.html(data);

    assertThat(page).doesNotContain("<script>alert").doesNotContain("<img src=x");
    assertThat(page.split("<script", -1)).as("the page's own three scripts").hasSize(4);
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  @Test
  void jsonTwinIsReadBackEqual(@TempDir Path folder) {
    ReportData data = SampleReports.rolledBack();

    Path html = Report.write(data, folder);
    Report.write(data, folder);

    assertThat(html).hasFileName("report.html").isNotEmptyFile();
    assertThat(Json.read(folder.resolve("report.json"), ReportData.class)).isEqualTo(data);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("report.html", "report.json");
  }

  @Test
  void pageStaysSmallEnoughToBeMailed(@TempDir Path folder) throws Exception {
    assertThat(Files.size(Report.write(SampleReports.kept(), folder))).isLessThan(600_000);
  }

  @Test
  void textTellsVerdictModelMoveAndGatesInAFewLines() {
    assertThat(ReportText.lines(SampleReports.rolledBack()))
        .hasSizeLessThan(20)
        .first()
        .isEqualTo("Rolled back: digits-to-west");
    assertThat(ReportText.lines(SampleReports.rolledBack()))
        .anyMatch(line -> line.contains("FAILED latency p99 is 412 ms, above max_p99_ms 200"))
        .anyMatch(line -> line.contains("12,483 objects"))
        .anyMatch(line -> line.contains("$0.18 measured, $0.28 estimated"));
  }

  /** The page without the scripts and styles that it carries. */
  private static String body(String page) {
    return page.substring(page.indexOf("<body>"), page.indexOf("<script"));
  }
}
