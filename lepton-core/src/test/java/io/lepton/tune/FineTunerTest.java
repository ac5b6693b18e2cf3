package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import io.lepton.config.InputException;
import io.lepton.prepare.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTunerTest {
  private static final Examples TRAINING = Worlds.examples(24, 0.8, 0.5, 1);
  private static final Examples VALIDATION = Worlds.examples(12, 0.8, 0.5, 2);

  @Test
  void fullTrainingMovesEveryParameterAndRunningStatistics() {
    try (Model model = Worlds.model(1)) {
      Map<String, float[]> before = values(model);
      TuneResult result = fit(tuner(model).full().epochs(2));
      assertThat(moved(before, values(model))).containsExactlyElementsOf(before.keySet());
      assertThat(result.trainedParameters()).isEqualTo(result.parameters()).isEqualTo(275);
    }
  }

  @Test
  void headMovesTheLastLayersOnlyAndAFrozenBatchNormStandsStill() {
    try (Model model = Worlds.model(1)) {
      Map<String, float[]> before = values(model);
      fit(tuner(model).head(2).epochs(2));
      assertThat(moved(before, values(model)))
          .allMatch(name -> name.contains("fc2") || name.contains("fc3"))
          .hasSize(4);
    }
  }

  @Test
  void frozenLayersKeepTheirValuesWhateverTheMethod() {
    try (Model model = Worlds.model(1)) {
      Map<String, float[]> before = values(model);
      fit(tuner(model).full().freeze(LayerPattern.onLayers("fc1|norm.*")).epochs(2));
      assertThat(moved(before, values(model)))
          .noneMatch(name -> name.contains("fc1") || name.contains("norm1"))
          .hasSize(4);
      assertThatThrownBy(() -> fit(tuner(model).freeze(LayerPattern.onLayers("fc9"))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no layer matches 'fc9'; the layers are 02fc1, 03norm1");
      assertThatThrownBy(() -> fit(tuner(model).freeze(LayerPattern.all())))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("every layer is frozen");
    }
  }

  @Test
  void adaptersChangeOnlyTheirLayersWeightsAndByNoMoreThanTheirRank() {
    try (Model model = Worlds.model(1)) {
      Map<String, float[]> before = values(model);
      TuneResult result =
          fit(tuner(model).lora(LowRank.rank(1), LayerPattern.onLayers("fc[12]")).epochs(3));
      Map<String, float[]> after = values(model);
      assertThat(moved(before, after)).containsExactly("02fc1/weight", "06fc2/weight");
      assertThat(result.trainedParameters()).isEqualTo((16 + 4) + (8 + 16));
      float[] changed = java.util.Objects.requireNonNull(after.get("02fc1/weight"));
      float[] original = java.util.Objects.requireNonNull(before.get("02fc1/weight"));
      float[] change = new float[16 * 4];
      for (int i = 0; i < change.length; i++) {
        change[i] = changed[i] - original[i];
      }
      for (int row = 1; row < 16; row++) {
        for (int column = 1; column < 4; column++) {
          assertThat(change[0] * change[row * 4 + column])
              .as("every 2 by 2 minor of a matrix of rank 1 is 0")
              .isCloseTo(change[column] * change[row * 4], within(1e-5f));
        }
      }
    }
  }

  @Test
  void mergedAdaptersAnswerAsUnmergedOnesDid() {
    List<NDArray> unmerged = new ArrayList<>();
    try (Model model = Worlds.model(1);
        NDManager manager = model.getNDManager().newSubManager()) {
      Student student =
          new Student(
              model.getBlock(),
              new Selection(
                  Method.LORA, 1, LowRank.rank(4), LayerPattern.all(), java.util.Optional.empty()),
              manager);
      student
          .trainable()
          .values()
          .forEach(
              array -> {
                array.setRequiresGradient(false);
                manager.randomNormal(array.getShape()).copyTo(array);
              });
      ai.djl.ndarray.NDList data =
          new ai.djl.ndarray.NDList(manager.randomNormal(new Shape(20, Worlds.FEATURES)));
      unmerged.add(student.answer(manager, data));
      student.merge();
      float[] merged = student.answer(manager, data).toFloatArray();
      float[] before = unmerged.get(0).toFloatArray();
      for (int i = 0; i < merged.length; i++) {
        assertThat(merged[i]).isCloseTo(before[i], within(1e-3f * (1 + Math.abs(before[i]))));
      }
    }
  }

  @Test
  void adaptersNeedALinearLayer() {
    try (Model model = Worlds.model(1)) {
      assertThatThrownBy(
              () -> fit(tuner(model).lora(LowRank.rank(2), LayerPattern.onLayers("norm1"))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("lora finds no linear layer that matches 'norm1'");
    }
  }

  @Test
  void strongConsistencyKeepsTheModelNearItsSource() {
    assertThat(distanceAfter(10)).isLessThan(distanceAfter(0) / 5);
  }

  private static double distanceAfter(double lambda) {
    try (Model source = Worlds.model(1);
        Model tuned = Worlds.model(1)) {
      fit(tuner(tuned).consistency(lambda).teacher(source).epochs(3));
      return Answers.of(tuned, VALIDATION, Worlds.SHAPE, 3)
          .with(Answers.of(source, VALIDATION, Worlds.SHAPE, 3))
          .meanSquaredDifference();
    }
  }

  @Test
  void teacherIsTheModelAsItWasWhenFittingBegan() {
    try (Model alone = Worlds.model(1);
        Model source = Worlds.model(1);
        Model taught = Worlds.model(1)) {
      fit(tuner(alone).consistency(1).epochs(2));
      fit(tuner(taught).consistency(1).teacher(source).epochs(2));
      assertThat(moved(values(alone), values(taught))).isEmpty();
    }
  }

  @Test
  void sameSeedGivesTheSameParametersAndAnotherSeedOthers() {
    try (Model first = Worlds.model(1);
        Model second = Worlds.model(1);
        Model third = Worlds.model(1)) {
      fit(tuner(first).seed(7).epochs(2));
      fit(tuner(second).seed(7).epochs(2));
      fit(tuner(third).seed(8).epochs(2));
      assertThat(moved(values(first), values(second))).isEmpty();
      assertThat(moved(values(first), values(third))).isNotEmpty();
    }
  }

  @Test
  void aResumedTrainingEndsAsAnUninterruptedOne(@TempDir Path folder) {
    for (OptimizerSpec.Name name : OptimizerSpec.Name.values()) {
      OptimizerSpec optimizer = new OptimizerSpec(name, 0.02, 0.001, 0.9);
      Schedule schedule = new Schedule(Schedule.Shape.COSINE, 0.5);
      Path file = folder.resolve(name + ".checkpoint");
      Map<String, float[]> whole;
      List<EpochFigures> curve;
      try (Model model = Worlds.model(1)) {
        curve = fit(tuner(model).optimizer(optimizer, schedule).epochs(4)).epochs();
        whole = values(model);
      }
      for (int stop : new int[] {3, 14, 15, 30}) {
        try (Model model = Worlds.model(1)) {
          assertThatThrownBy(
                  () ->
                      fit(
                          tuner(model)
                              .optimizer(optimizer, schedule)
                              .epochs(4)
                              .checkpoint(file, "inputs")
                              .watch(new DiesAt(stop))))
              .isInstanceOf(Death.class);
        }
      }
      try (Model model = Worlds.model(1)) {
        TuneResult resumed =
            fit(tuner(model).optimizer(optimizer, schedule).epochs(4).checkpoint(file, "inputs"));
        assertThat(moved(whole, values(model))).as("%s", name).isEmpty();
        assertThat(resumed.epochs())
            .extracting(EpochFigures::validationLoss)
            .containsExactlyElementsOf(curve.stream().map(EpochFigures::validationLoss).toList());
      }
    }
  }

  @Test
  void anotherTrainingsCheckpointIsPassedOver(@TempDir Path folder) {
    Path file = folder.resolve("training.checkpoint");
    try (Model model = Worlds.model(1);
        Model other = Worlds.model(1)) {
      fit(tuner(model).checkpoint(file, "one").epochs(1));
      AtomicInteger batches = new AtomicInteger();
      fit(tuner(other).checkpoint(file, "two").epochs(1).watch(counting(batches)));
      assertThat(batches).hasPositiveValue();
    }
  }

  @Test
  void trainingEndsEarlyAndTheBestEpochIsKept() {
    try (Model model = Worlds.model(1)) {
      TuneResult result =
          fit(
              tuner(model)
                  .optimizer(OptimizerSpec.adam(0.5), Schedule.constant())
                  .earlyStopping(new EarlyStopping(2, 0))
                  .epochs(60));
      assertThat(result.epochs().size()).isLessThan(61);
      double best =
          result.epochs().stream().mapToDouble(EpochFigures::validationLoss).min().orElseThrow();
      assertThat(result.best().validationLoss()).isEqualTo(best);
      Evaluation evaluation =
          Answers.of(model, VALIDATION, Worlds.SHAPE, 3).evaluation(Worlds.CLASSES);
      assertThat(evaluation.loss()).isCloseTo(best, within(1e-5));
      assertThat(evaluation.accuracy()).isEqualTo(result.best().validationAccuracy());
    }
  }

  @Test
  void djlsDataSetsOptimizersAndListenersAreTaken() {
    AtomicInteger heard = new AtomicInteger();
    try (Model model = Worlds.model(1);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TuneResult result =
          FineTuner.of(model)
              .lora(LowRank.rank(2), LayerPattern.onLayers("fc.*"))
              .consistency(0.1)
              .optimizer(Optimizer.adam().build())
              .epochs(2)
              .listener(
                  new TrainingListenerAdapter() {
                    @Override
                    public void onEpoch(Trainer trainer) {
                      heard.incrementAndGet();
                    }

                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                      heard.addAndGet(100);
                    }
                  })
              .fit(dataset(manager, TRAINING), dataset(manager, VALIDATION));
      assertThat(heard).hasValue(2 + 2 * 9 * 100);
      assertThat(result.epochs()).hasSize(3);
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheTrainingWithAdvice() {
    float[] huge = new float[6 * Worlds.FEATURES];
    java.util.Arrays.fill(huge, Float.MAX_VALUE);
    Examples examples = new Examples(huge, new int[] {0, 1, 2, 0, 1, 2}, Worlds.FEATURES);
    try (Model model = Worlds.model(1)) {
      assertThatThrownBy(() -> FineTuner.of(model).fit(examples, VALIDATION, Worlds.SHAPE))
          .isInstanceOf(TuningException.class)
          .hasMessageContaining("lower the learning rate or standardise the data");
    }
  }

  private static FineTuner tuner(Model model) {
    return FineTuner.of(model)
        .batchSize(8)
        .optimizer(OptimizerSpec.adam(0.02), Schedule.constant());
  }

  private static TuneResult fit(FineTuner tuner) {
    return tuner.fit(TRAINING, VALIDATION, Worlds.SHAPE);
  }

  private static ArrayDataset dataset(NDManager manager, Examples examples) {
    float[] features = new float[examples.size() * examples.width()];
    int[] labels = new int[examples.size()];
    for (int row = 0; row < labels.length; row++) {
      examples.copyRow(row, features, row * examples.width());
      labels[row] = examples.label(row);
    }
    return new ArrayDataset.Builder()
        .setData(manager.create(features, new Shape(labels.length, examples.width())))
        .optLabels(manager.create(labels))
        .setSampling(8, false)
        .build();
  }

  private static Map<String, float[]> values(Model model) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Layer layer : Layer.of(model.getBlock())) {
      for (Parameter parameter : layer.parameters()) {
        values.put(layer.path() + "/" + parameter.getName(), parameter.getArray().toFloatArray());
      }
    }
    return values;
  }

  private static List<String> moved(Map<String, float[]> before, Map<String, float[]> after) {
    return before.keySet().stream()
        .filter(name -> !java.util.Arrays.equals(before.get(name), after.get(name)))
        .toList();
  }

  private static TuningWatch counting(AtomicInteger batches) {
    return new TuningWatch() {
      @Override
      public void batch(int epoch, long done, long total, double loss) {
        batches.incrementAndGet();
      }

      @Override
      public void epoch(EpochFigures figures) {}
    };
  }

  /** Stands for the process's end: after it nothing but the checkpoint file is left. */
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record DiesAt(long step) implements TuningWatch {
    @Override
    public void batch(int epoch, long done, long total, double loss) {
      if (done == step) {
        throw new Death();
      }
    }

    @Override
    public void epoch(EpochFigures figures) {}
  }
}
