package io.lepton.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.config.ConfigFile;
import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.prepare.Cleaning.Duplicates;
import io.lepton.prepare.Cleaning.Missing;
import io.lepton.prepare.Cleaning.Outliers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareStepTest {
  private final Path file;
  private final List<LeptonEvent> events = new ArrayList<>();

  PrepareStepTest(@TempDir Path folder) {
    file = folder.resolve("table.csv");
  }

  @Test
  void splitsAreDisjointStratifiedAndTheSameForTheSameSeed() throws IOException {
    table(200, "");
    PreparedData data = prepare(SplitSpec.standard(3), Cleaning.standard());
    assertThat(data.report().train()).containsExactly(70, 70);
    assertThat(data.report().validation()).containsExactly(15, 15);
    assertThat(data.report().test()).containsExactly(15, 15);
    Set<Float> seen = new HashSet<>();
    for (Examples split : List.of(data.train(), data.validation(), data.test())) {
      for (int row = 0; row < split.size(); row++) {
        assertThat(seen.add(split.feature(row, 0))).isTrue();
      }
    }
    assertThat(seen).hasSize(200);
    PreparedData again = prepare(SplitSpec.standard(3), Cleaning.standard());
    PreparedData other = prepare(SplitSpec.standard(4), Cleaning.standard());
    assertThat(column(again.test())).isEqualTo(column(data.test()));
    assertThat(column(other.test())).isNotEqualTo(column(data.test()));
  }

  @Test
  void standardisationIsFittedOnTheTrainingSplitAlone() throws IOException {
    table(200, "");
    PreparedData data = prepare(SplitSpec.standard(0), Cleaning.standard());
    List<Float> values = column(data.train());
    double mean = values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    double variance =
        values.stream()
            .mapToDouble(value -> (value - mean) * (value - mean))
            .average()
            .orElseThrow();
    assertThat(data.standardisation().mean().get(0)).isCloseTo((float) mean, within(1e-3f));
    assertThat(data.standardisation().deviation().get(0))
        .isCloseTo((float) Math.sqrt(variance), within(1e-3f));
    assertThat(data.standardisation().deviation().get(1))
        .as("a column that never varies")
        .isEqualTo(1f);
  }

  @Test
  void duplicatesAreDroppedAndContradictionsTold() throws IOException {
    table(100, "0,5,even\n0,5,odd\n2,5,even\n");
    PrepareReport report = prepare(SplitSpec.standard(0), Cleaning.standard()).report();
    assertThat(report.duplicates()).isEqualTo(3);
    assertThat(report.contradictions()).isEqualTo(1);
    assertThat(report.read()).isEqualTo(103);
    assertThat(events)
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        LeptonEvent.Notice.class,
                        notice ->
                            assertThat(notice.message())
                                .contains(
                                    "3 duplicate examples dropped", "1 of them with another")));
    assertThat(
            prepare(
                    SplitSpec.standard(0),
                    new Cleaning(Duplicates.KEEP, Missing.MEDIAN, Outliers.KEEP))
                .report()
                .duplicates())
        .isZero();
  }

  @Test
  void missingValuesBecomeTheTrainingMedianOrAreDroppedOrRefused() throws IOException {
    table(100, ",5,even\n,5,odd\n");
    Cleaning median = new Cleaning(Duplicates.KEEP, Missing.MEDIAN, Outliers.KEEP);
    PreparedData filled = prepare(SplitSpec.standard(0), median);
    assertThat(filled.report().missingValues()).isEqualTo(2);
    for (Examples split : List.of(filled.train(), filled.validation(), filled.test())) {
      assertThat(column(split)).noneMatch(value -> value.isNaN());
    }
    PrepareReport dropped =
        prepare(SplitSpec.standard(0), new Cleaning(Duplicates.KEEP, Missing.DROP, Outliers.KEEP))
            .report();
    assertThat(dropped.missingDropped()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                prepare(
                    SplitSpec.standard(0),
                    new Cleaning(Duplicates.KEEP, Missing.REJECT, Outliers.KEEP)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("example 101 has 1 missing values");
  }

  @Test
  void outliersOfTheTrainingSplitAreClippedOrDroppedAndOthersKept() throws IOException {
    table(200, "1e6,5,even\n2e6,5,even\n3e6,5,odd\n4e6,5,odd\n5e6,5,odd\n6e6,5,even\n");
    PreparedData kept =
        prepare(
            SplitSpec.standard(1), new Cleaning(Duplicates.DROP, Missing.MEDIAN, Outliers.KEEP));
    int outlying = kept.report().outlyingValues();
    assertThat(outlying).isPositive();
    PreparedData clipped =
        prepare(
            SplitSpec.standard(1), new Cleaning(Duplicates.DROP, Missing.MEDIAN, Outliers.CLIP));
    assertThat(column(clipped.train())).allMatch(value -> value < 1e4f);
    assertThat(column(clipped.test())).isEqualTo(column(kept.test()));
    PreparedData dropped =
        prepare(
            SplitSpec.standard(1), new Cleaning(Duplicates.DROP, Missing.MEDIAN, Outliers.DROP));
    assertThat(dropped.train().size()).isEqualTo(kept.train().size() - outlying);
  }

  @Test
  void aSplitThatLeavesAClassOutIsRefusedWithClassAndCounts() throws IOException {
    table(100, "1000,5,rare\n1001,5,rare\n");
    assertThatThrownBy(() -> prepare(SplitSpec.standard(0), Cleaning.standard()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "class 'rare' has 2 examples; split would give training 2, validation 0 and test 0");
  }

  @Test
  void splitsAndCleaningAreReadWithTheirFaultsNamed() {
    assertThat(
            SplitSpec.read(
                ConfigFile.parse("{train: 0.7, validation: 0.15, test: 0.15, seed: 7}", "m")))
        .isEqualTo(SplitSpec.standard(7));
    assertThatThrownBy(
            () -> SplitSpec.read(ConfigFile.parse("{train: 0.7, validation: 0.2, test: 0.2}", "m")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("m:1:")
        .hasMessageContaining("must sum to 1; 0.7 + 0.2 + 0.2 is 1.1");
    assertThatThrownBy(
            () -> SplitSpec.read(ConfigFile.parse("{train: 1, validation: 0, test: 0}", "m")))
        .hasMessageContaining("needs three positive fractions");
    assertThat(Cleaning.read(ConfigFile.parse("{outliers: clip}", "m")).outliers())
        .isEqualTo(Outliers.CLIP);
  }

  /** Even and odd numbers: 0 to {@code rows - 1}. */
  private void table(int rows, String more) throws IOException {
    StringBuilder text = new StringBuilder("number,constant,parity\n");
    for (int i = 0; i < rows; i++) {
      text.append(i).append(",5,").append(i % 2 == 0 ? "even" : "odd").append('\n');
    }
    Files.writeString(file, text + more);
  }

  private PreparedData prepare(SplitSpec split, Cleaning cleaning) {
    return new PrepareStep("prepare", events::add)
        .run(new PrepareInput(file, "parity", split, cleaning));
  }

  private static List<Float> column(Examples examples) {
    List<Float> values = new ArrayList<>();
    for (int row = 0; row < examples.size(); row++) {
      values.add(examples.feature(row, 0));
    }
    return values;
  }
}
