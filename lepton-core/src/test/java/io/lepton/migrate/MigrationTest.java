package io.lepton.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.allocation.Objective;
import io.lepton.config.InputException;
import io.lepton.spi.Place;
import io.lepton.tune.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationTest {
  private static final String WHOLE =
      """
      name: digits-to-west
      data:
        - {from: "s3://lake/digits/", to: "gs://lake/digits/", strategy: incremental}
      model:
        from: "s3://models/digits/"
        to: "gs://models/digits/"
        fine_tune:
          data: "gs://lake/digits/target.csv"
          label: label
          split: {train: 0.7, validation: 0.15, test: 0.15, seed: 7}
          method: lora
          epochs: 5
          batch_size: 64
          optimizer: {name: adam, learning_rate: 0.001, weight_decay: 0.0001}
          consistency_weight: 0.1
      image: {name: "127.0.0.1:5000/digits", base: "scratch", tags: [v2]}
      deploy:
        platform: local
        service: digits
        replicas: 2
        demand: {vcpus: 1, memory_gib: 2}
        rollout: {shadow_requests: 200, steps: [5, 25, 100], hold_seconds: 30}
      gates: {min_accuracy: 0.95, min_macro_f1: 0.94, min_agreement: 0.97, max_p99_ms: 200}
      """;

  private static Migration read(Path folder, String text) throws Exception {
    Path file = folder.resolve("migration.yaml");
    Files.writeString(file, text);
    return Migration.read(file);
  }

  @Test
  void wholeFileIsRead(@TempDir Path folder) throws Exception {
    Migration migration = read(folder, WHOLE);
    assertThat(migration.name()).isEqualTo("digits-to-west");
    assertThat(migration.folder()).isEqualTo(folder.toAbsolutePath());
    assertThat(migration.data())
        .containsExactly(
            DataMove.of(Place.parse("s3://lake/digits/"), Place.parse("gs://lake/digits/")));
    ModelMove model = migration.model().orElseThrow();
    assertThat(model.data()).contains(Place.parse("gs://lake/digits/target.csv"));
    assertThat(model.fineTune().orElseThrow().method()).isEqualTo(Method.LORA);
    assertThat(migration.deploy().orElseThrow().replicas()).isEqualTo(2);
    assertThat(migration.gates().gates()).hasSize(4);
  }

  @Test
  void machinesAreChosenFromACatalogBesideTheFile(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("catalog.csv"), "");
    Migration migration =
        read(
            folder,
            WHOLE
                + "allocate: {catalog: catalog.csv, clouds: [aws, gcp], objective: {alpha: 0.5}}\n");
    assertThat(migration.allocate())
        .contains(
            new AllocateSpec(
                folder.resolve("catalog.csv"), List.of("aws", "gcp"), new Objective(0.5, 1, 0)));
  }

  @Test
  void aCatalogThatIsNotThereIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> read(folder, WHOLE + "allocate: {catalog: offers.csv}\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("yaml:24: allocate.catalog")
        .hasMessageContaining("there is no catalog " + folder.resolve("offers.csv"));
  }

  @Test
  void machinesWithoutAServiceAreRefused(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("catalog.csv"), "");
    assertThatThrownBy(
            () ->
                read(
                    folder,
                    "name: a\ndata: [{from: \"file:in\", to: \"file:out\"}]\n"
                        + "allocate: {catalog: catalog.csv}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("deploys no service");
  }

  @Test
  void relativeFoldersStartAtTheFile(@TempDir Path folder) throws Exception {
    Migration migration = read(folder, "name: a\ndata: [{from: \"file:in\", to: \"file:out/x\"}]");
    assertThat(migration.data())
        .containsExactly(
            DataMove.of(Place.file(folder.resolve("in")), Place.file(folder.resolve("out/x"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          strategy: incremental | stratgy: full        | yaml:3: data[0].stratgy is no known key; did you mean 'strategy'?
          strategy: incremental | strategy: fast       | yaml:3: data[0].strategy must be one of full, incremental, partial, not 'fast'
          strategy: incremental | min_size: -5         | yaml:3: data[0].min_size must be at least 0, not -5
          strategy: incremental | include: ["[a"]      | yaml:3: data[0].include[0]: pattern '[a' leaves a bracket open
          strategy: incremental | max_delete: 5        | has no use without 'mirror: true'
          "s3://lake/digits/"   | "/lake/digits"       | yaml:3: data[0].from: '/lake/digits' is no place; write scheme://bucket/prefix
          epochs: 5             | epochs: five         | yaml:12: model.fine_tune.epochs must be a whole number, not 'five'
          epochs: 5             | epochs: 0            | model.fine_tune.epochs must be
          method: lora          | method: magic        | model.fine_tune.method must be one of full, head, lora, not 'magic'
          train: 0.7            | train: 0.8           | model.fine_tune.split must sum to 1
          train: 0.7            | train: -1            | model.fine_tune.split.train must be from 0.0 to 1.0, not -1
          [5, 25, 100]          | [25, 5, 100]         | must be above the step before it
          [5, 25, 100]          | [5, 25]              | must end with 100
          replicas: 2           | replicas: 0          | deploy.replicas must be
          min_accuracy: 0.95    | min_acuracy: 0.95    | gates.min_acuracy is no known key; did you mean 'min_accuracy'?
          min_accuracy: 0.95    | min_accuracy: 95     | gates.min_accuracy must be from 0.0 to 1.0, not 95
          name: digits-to-west  | name: "a/b"          | must be 1 to 63 letters, digits, dots and dashes
          service: digits       | service: Digits      | deploy.service
          """)
  void badInputIsNamedWithLineAndField(
      String good, String bad, String message, @TempDir Path folder) throws Exception {
    assertThat(WHOLE).contains(good);
    assertThatThrownBy(() -> read(folder, WHOLE.replace(good, bad)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("migration.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void partsThatNeedOthersSayWhich(@TempDir Path folder) {
    assertThatThrownBy(() -> read(folder, "name: a")).hasMessageContaining("moves nothing");
    assertThatThrownBy(
            () ->
                read(
                    folder,
                    "name: a\ndata: [{from: 'file:a', to: 'file:b'}]\nimage: {name: 'file:i.tar'}"))
        .hasMessageContaining("no model to put into it");
  }
}
