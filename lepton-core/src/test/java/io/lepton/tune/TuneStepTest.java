package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import io.lepton.config.ConfigFile;
import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.json.Json;
import io.lepton.model.SavedModel;
import io.lepton.tune.TuneInput.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneStepTest {
  private final Path folder;
  private final List<LeptonEvent> events = new ArrayList<>();

  TuneStepTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void sourceModelKnowsTheSourceData() throws IOException {
    try (Model model = Worlds.model(1)) {
      FineTuner.of(model)
          .epochs(4)
          .batchSize(16)
          .optimizer(OptimizerSpec.adam(0.02), Schedule.constant())
          .fit(Worlds.examples(60, 0, 0, 1), Worlds.examples(20, 0, 0, 2), Worlds.SHAPE);
      SavedModel.save(folder.resolve("source"), Worlds.network(), model.getBlock());
    }
    Worlds.csv(folder.resolve("target.csv"), Worlds.examples(80, 1.2, 1, 3));
  }

  @Test
  void tunedModelKnowsTheTargetDataWhichTheSourceDidNot() throws IOException {
    TuneReport report = tune("epochs: 8", Comparison.FROM_SCRATCH);

    assertThat(report.source().accuracy()).isLessThan(0.7);
    assertThat(report.tuned().accuracy()).isGreaterThan(0.9);
    assertThat(report.tuned().examples()).isEqualTo(36);
    assertThat(report.epochs()).hasSize(9);
    assertThat(report.fromScratch()).isPresent();
    assertThat(Json.read(Json.pretty(report), TuneReport.class)).isEqualTo(report);
    SavedModel saved = SavedModel.load(folder.resolve("tuned"));
    assertThat(saved.description().paramsSha256()).isEqualTo(report.tunedSha256());
    assertThat(saved.description().standardisation()).isNotNull();
    assertThat(Files.readString(Path.of(report.modelCardHtml())))
        .contains("trees", report.tunedSha256());
    assertThat(Json.read(Path.of(report.modelCard()), TuneReport.class)).isEqualTo(report);
    assertThat(events)
        .anyMatch(event -> event instanceof LeptonEvent.Progress)
        .anyMatch(event -> event instanceof LeptonEvent.Measured);
  }

  @Test
  void sameInputGivesTheSameModel() {
    TuneReport first = tune("epochs: 2, seed: 5", Comparison.NONE);
    deleteCheckpoints();
    TuneReport again = tune("epochs: 2, seed: 5", Comparison.NONE);
    assertThat(again.tunedSha256()).isEqualTo(first.tunedSha256());
    deleteCheckpoints();
    assertThat(tune("epochs: 2, seed: 6", Comparison.NONE).tunedSha256())
        .isNotEqualTo(first.tunedSha256());
  }

  @Test
  void finishedTrainingIsNotRepeated() {
    tune("epochs: 2", Comparison.NONE);
    events.clear();
    tune("epochs: 2", Comparison.NONE);
    assertThat(events).noneMatch(event -> event instanceof LeptonEvent.Progress);
  }

  @Test
  void unfitInputIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path table = folder.resolve("target.csv");
    String right = Files.readString(table);
    Files.writeString(table, right.replace("cedar", "ceder"));
    refused("has the class 'ceder', which model 'trees' does not know; did you mean 'cedar'?");
    Files.writeString(table, right.replaceAll("(?m)^[^,]*,", ""));
    refused("has 3 features an example, but model 'trees' takes 4");
    Files.writeString(folder.resolve("source").resolve("model.json"), "{");
    refused("model.json:1: ");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("source", "target.csv");
    }
  }

  private void refused(String message) {
    assertThatThrownBy(() -> tune("epochs: 1", Comparison.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  private TuneReport tune(String more, Comparison comparison) {
    TuneSpec spec =
        TuneSpec.read(
            ConfigFile.parse(
                "{data: target.csv, label: species, batch_size: 16, optimizer: {learning_rate:"
                    + " 0.02}, "
                    + more
                    + "}",
                "m.yaml"));
    return new TuneStep("tune", events::add)
        .run(
            new TuneInput(
                folder.resolve("source"),
                folder.resolve("target.csv"),
                spec,
                folder.resolve("tuned"),
                comparison));
  }

  private void deleteCheckpoints() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(name -> name.toString().contains("checkpoint")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
