package io.lepton.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.lepton.model.ModelFormatException;
import io.lepton.model.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DjlPredictorTest {
  private final Path folder;

  DjlPredictorTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    SavedDigits.save(folder);
  }

  @Test
  void rawValuesGiveTheScoresOfTheSavedNetwork() {
    float[] pixels = new float[3 * 784];
    Arrays.fill(pixels, 784, 1568, 255);
    Arrays.fill(pixels, 1568, 1600, 120);
    float[] expected;
    try (Model model = SavedModel.load(folder).open();
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray input = manager.create(pixels, new Shape(3, 784));
      expected =
          model
              .getBlock()
              .forward(new ParameterStore(manager, false), new NDList(input), false)
              .singletonOrThrow()
              .toFloatArray();
    }
    try (DjlPredictor predictor = DjlPredictor.open(folder, List.of())) {
      float[] batched = predictor.predict(pixels, 3);
      assertThat(batched).hasSize(30).containsExactly(expected, within(1e-5f));
      assertThat(predictor.predict(Arrays.copyOfRange(pixels, 784, 1568), 1))
          .containsExactly(Arrays.copyOfRange(expected, 10, 20), within(1e-5f));
    }
  }

  @Test
  void itDescribesTheModel() {
    try (DjlPredictor predictor = DjlPredictor.open(folder, List.of())) {
      assertThat(predictor.spec().name()).isEqualTo("digits");
      assertThat(predictor.spec().input()).hasToString("FP32 [-1,784]");
      assertThat(predictor.spec().scores()).hasToString("FP32 [-1,10]");
      assertThat(predictor.spec().labels()).hasSize(10);
    }
  }

  @Test
  void passesLeaveNothingBehindOutsideTheHeap() {
    try (DjlPredictor predictor = DjlPredictor.open(folder, List.of())) {
      predictor.predict(new float[784], 1);
      int before = predictor.arraysHeld();
      for (int i = 0; i < 200; i++) {
        predictor.predict(new float[784 * 4], 4);
      }
      assertThat(predictor.arraysHeld()).isEqualTo(before);
    }
  }

  @Test
  void aMissingModelIsNamed() {
    assertThatThrownBy(() -> DjlPredictor.open(folder.resolve("nothing"), List.of()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("nothing: there is no such model");
  }

  @Test
  void rowsOfAnotherShapeAreRefused() {
    assertThatThrownBy(() -> DjlPredictor.open(folder, List.of(28L, 28L)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("takes rows of shape [784], not [28, 28]");
  }
}
