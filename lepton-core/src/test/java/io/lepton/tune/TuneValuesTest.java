package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.config.ConfigFile;
import io.lepton.config.InputException;
import io.lepton.json.Json;
import io.lepton.prepare.Examples;
import io.lepton.prepare.SplitSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuneValuesTest {

  @Test
  void aWholeSectionIsRead() {
    TuneSpec spec =
        read(
            """
            data: "gs://lake/digits/target.csv"
            label: digit
            split: {train: 0.7, validation: 0.15, test: 0.15, seed: 7}
            method: lora
            epochs: 5
            batch_size: 32
            optimizer: {name: adamw, learning_rate: 0.01, weight_decay: 0.0001}
            consistency_weight: 0.1
            rank: 4
            layers: "fc.*"
            schedule: {shape: cosine, warm_up_epochs: 0.5}
            early_stopping: {patience: 2}
            """);
    assertThat(spec.split()).isEqualTo(SplitSpec.standard(7));
    assertThat(spec.method()).isEqualTo(Method.LORA);
    assertThat(spec.optimizer())
        .isEqualTo(new OptimizerSpec(OptimizerSpec.Name.ADAMW, 0.01, 0.0001, 0));
    assertThat(spec.consistencyWeight()).isEqualTo(0.1);
    assertThat(spec.earlyStopping()).isEqualTo(new EarlyStopping(2, 0));
    assertThat(Json.read(Json.line(spec), TuneSpec.class)).isEqualTo(spec);
  }

  @Test
  void everyFaultNamesItsLineAndKey() {
    refused("data: x\nlable: y", "m.yaml:2: lable is no known key; did you mean 'label'?");
    refused("epochs: 5", "m.yaml:1: the file needs the key 'data'");
    refused("data: x\nepochs: five", "m.yaml:2: epochs must be a whole number, not 'five'");
    refused("data: x\nepochs: 0", "m.yaml:2: epochs must be from 1 to 1000000, not 0");
    refused("data: x\nmethod: loar", "m.yaml:2: method must be one of full, head, lora");
    refused("data: x\nconsistency_weight: -1", "m.yaml:2: consistency_weight must be at least 0");
    refused("data: x\nlayers: 'fc('", "m.yaml:2: layers: 'fc(' is no regular expression");
    refused(
        "data: x\noptimizer:\n  learning_rate: 0",
        "optimizer is refused: learning_rate must be above 0");
  }

  @Test
  void figuresAreThoseOfTheConfusionMatrix() {
    Evaluation evaluation =
        Evaluation.of(List.of("a", "b", "c"), new int[][] {{3, 1, 0}, {2, 4, 0}, {0, 0, 0}}, 0.5);
    assertThat(evaluation.examples()).isEqualTo(10);
    assertThat(evaluation.accuracy()).isCloseTo(0.7, within(1e-12));
    ClassFigures first = evaluation.classes().get(0);
    assertThat(first.precision()).isCloseTo(3.0 / 5, within(1e-12));
    assertThat(first.recall()).isCloseTo(3.0 / 4, within(1e-12));
    assertThat(first.f1()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(evaluation.classes().get(1).f1()).isCloseTo(8.0 / 11, within(1e-12));
    assertThat(evaluation.classes().get(2)).isEqualTo(new ClassFigures("c", 0, 0, 0, 0));
  }

  @Test
  void agreementCountsEqualAnswersAndSquaredDistances() {
    Examples examples = new Examples(new float[] {0, 0}, new int[] {0, 1}, 1);
    Answers one = new Answers(new float[] {2, 1, 0, 3}, 2, examples);
    Answers other = new Answers(new float[] {4, 1, 1, 0}, 2, examples);
    Agreement agreement = one.with(other);
    assertThat(agreement.sameAnswer()).isEqualTo(0.5);
    assertThat(agreement.meanSquaredDifference()).isCloseTo((4 + 1 + 9) / 2.0, within(1e-9));
    assertThat(one.evaluation(List.of("a", "b")).accuracy()).isEqualTo(1);
  }

  @Test
  void schedulesRiseAndFall() {
    Schedule cosine = new Schedule(Schedule.Shape.COSINE, 1);
    assertThat(cosine.factor(5, 40, 10)).isCloseTo(0.5, within(1e-12));
    assertThat(cosine.factor(11, 40, 10)).isCloseTo(1, within(1e-12));
    assertThat(cosine.factor(26, 40, 10)).isCloseTo(0.5, within(1e-12));
    Schedule linear = new Schedule(Schedule.Shape.LINEAR, 0);
    assertThat(linear.factor(1, 4, 2)).isEqualTo(1);
    assertThat(linear.factor(4, 4, 2)).isCloseTo(0.25, within(1e-12));
    assertThat(Schedule.constant().factor(9, 40, 10)).isEqualTo(1);
  }

  @Test
  void layersAreNamedWithAndWithoutPositions() {
    LayerPattern pattern = LayerPattern.onLayers("fc.*");
    assertThat(pattern.matches("fc1")).isTrue();
    assertThat(pattern.matches("09fc1")).isTrue();
    assertThat(pattern.matches("conv1")).isFalse();
    assertThat(LayerPattern.onLayers("encoder\\.fc1").matches("01encoder.02fc1")).isTrue();
  }

  private static TuneSpec read(String text) {
    return TuneSpec.read(ConfigFile.parse(text, "m.yaml"));
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
