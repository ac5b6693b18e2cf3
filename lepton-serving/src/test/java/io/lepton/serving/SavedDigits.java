package io.lepton.serving;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import io.lepton.model.LayerDescription;
import io.lepton.model.ModelDescription;
import io.lepton.model.Networks;
import io.lepton.model.SavedModel;
import io.lepton.model.Standardisation;
import io.lepton.model.TensorDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A saved convolutional network for 28 by 28 pixels and ten classes, with random weights. */
public final class SavedDigits {
  private SavedDigits() {}

  public static SavedModel save(Path folder) throws IOException {
    ModelDescription description =
        ModelDescription.network(
            "digits",
            TensorDescription.floats("pixels", 784),
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            List.of(
                new LayerDescription.Reshape(List.of(1L, 28L, 28L)),
                new LayerDescription.Conv2d(
                    "conv1", 8, List.of(3L, 3L), List.of(1L, 1L), List.of(1L, 1L)),
                new LayerDescription.Relu(),
                new LayerDescription.MaxPool(List.of(2L, 2L)),
                new LayerDescription.Flatten(),
                new LayerDescription.Linear("fc1", 64),
                new LayerDescription.Relu(),
                new LayerDescription.Linear("fc2", 10)),
            Standardisation.uniform(33.3f, 78.5f));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Block network = Networks.build(description);
      network.setInitializer(new NormalInitializer(0.1f), Parameter.Type.WEIGHT);
      network.initialize(manager, DataType.FLOAT32, new Shape(1, 784));
      return SavedModel.save(folder, description, network);
    }
  }
}
