package io.lepton.cli.demo;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.lepton.model.LayerDescription;
import io.lepton.model.ModelDescription;
import io.lepton.model.Networks;
import io.lepton.model.SavedModel;
import io.lepton.model.Standardisation;
import io.lepton.model.TensorDescription;
import io.lepton.tune.FineTuner;
import io.lepton.tune.OptimizerSpec;
import io.lepton.tune.Schedule;
import io.lepton.tune.TuneResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The network of the world before: a small convolutional one, trained from zero. */
final class SourceModel {
  static final String INPUT = "pixels";
  private static final int PIXELS = DigitPainter.SIDE * DigitPainter.SIDE;

  private SourceModel() {}

  static ModelDescription describe(String name) {
    return ModelDescription.network(
        name,
        TensorDescription.floats(INPUT, PIXELS),
        IntStream.range(0, 10).mapToObj(String::valueOf).toList(),
        List.of(
            new LayerDescription.Reshape(
                List.of(1L, (long) DigitPainter.SIDE, (long) DigitPainter.SIDE)),
            conv("conv1", 12),
            new LayerDescription.Relu(),
            new LayerDescription.MaxPool(List.of(2L, 2L)),
            conv("conv2", 24),
            new LayerDescription.Relu(),
            new LayerDescription.MaxPool(List.of(2L, 2L)),
            new LayerDescription.Flatten(),
            new LayerDescription.Linear("fc1", 64),
            new LayerDescription.Relu(),
            new LayerDescription.Dropout(0.2f),
            new LayerDescription.Linear("fc2", 10)),
        Standardisation.uniform(33.3f, 78.6f));
  }

  private static LayerDescription conv(String name, int filters) {
    return new LayerDescription.Conv2d(
        name, filters, List.of(3L, 3L), List.of(1L, 1L), List.of(1L, 1L));
  }

  /**
   * Trains it and saves it.
   *
   * @return its accuracy on {@code validation}
   */
  static double train(String name, Digits training, Digits validation, int epochs, Path folder)
      throws IOException {
    ModelDescription description = describe(name);
    try (Model model = Model.newInstance(name, Device.cpu())) {
      model.getNDManager().getEngine().setRandomSeed(1);
      Block network = Networks.build(description);
      network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, PIXELS));
      model.setBlock(network);
      TuneResult result =
          FineTuner.of(model)
              .optimizer(OptimizerSpec.adam(0.002), new Schedule(Schedule.Shape.COSINE, 0))
              .epochs(epochs)
              .batchSize(32)
              .seed(1)
              .fit(training.examples(), validation.examples(), List.of((long) PIXELS));
      SavedModel.save(folder, description, network);
      return result.best().validationAccuracy();
    }
  }
}
