package io.lepton.tune;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.lepton.model.LayerDescription;
import io.lepton.model.ModelDescription;
import io.lepton.model.Networks;
import io.lepton.model.TensorDescription;
import io.lepton.prepare.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Small things to learn: clouds of points around one centre a class, on a circle. */
final class Worlds {
  static final int FEATURES = 4;
  static final List<String> CLASSES = List.of("ash", "birch", "cedar");
  static final List<Long> SHAPE = List.of((long) FEATURES);

  private Worlds() {}

  static ModelDescription network() {
    return ModelDescription.network(
        "trees",
        TensorDescription.floats("features", FEATURES),
        CLASSES,
        List.of(
            new LayerDescription.Linear("fc1", 16),
            new LayerDescription.BatchNorm("norm1"),
            new LayerDescription.Relu(),
            new LayerDescription.Dropout(0.1f),
            new LayerDescription.Linear("fc2", 8),
            new LayerDescription.Relu(),
            new LayerDescription.Linear("fc3", 3)),
        null);
  }

  static Model model(long seed) {
    Model model = Model.newInstance("trees", Device.cpu(), "PyTorch");
    model.getNDManager().getEngine().setRandomSeed((int) seed);
    Block block = Networks.build(network());
    block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, FEATURES));
    model.setBlock(block);
    return model;
  }

  /** Points around the centres, turned by {@code angle} and moved by {@code shift}. */
  static Examples examples(int perClass, double angle, double shift, long seed) {
    Random random = new Random(seed);
    float[] features = new float[perClass * CLASSES.size() * FEATURES];
    int[] labels = new int[perClass * CLASSES.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % CLASSES.size();
      double at = angle + 2 * Math.PI * labels[i] / CLASSES.size();
      features[i * FEATURES] = (float) (shift + 2 * Math.cos(at) + 0.4 * random.nextGaussian());
      features[i * FEATURES + 1] = (float) (shift + 2 * Math.sin(at) + 0.4 * random.nextGaussian());
      features[i * FEATURES + 2] = (float) random.nextGaussian();
      features[i * FEATURES + 3] = (float) random.nextGaussian();
    }
    return new Examples(features, labels, FEATURES);
  }

  static Path csv(Path file, Examples examples) {
    StringBuilder text = new StringBuilder("x,y,noise1,noise2,species\n");
    for (int row = 0; row < examples.size(); row++) {
      for (int column = 0; column < FEATURES; column++) {
        text.append(examples.feature(row, column)).append(',');
      }
      text.append(CLASSES.get(examples.label(row))).append('\n');
    }
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
