package io.lepton.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/** Turns descriptions into networks. */
public final class Networks {

  private Networks() {}

  /**
   * A network as described, not initialised. Its input has shape (batch, the input's shape), its
   * output (batch, the output's shape), both 32-bit floats. Children keep the layers' names after
   * DJL's two-digit position: {@code 07fc1}.
   *
   * @throws IllegalArgumentException for a TorchScript description, which has no layers
   */
  public static Block build(ModelDescription description) {
    if (description.isTorchScript()) {
      throw new IllegalArgumentException(
          description.name() + " is a TorchScript model; open it with SavedModel.open");
    }
    NamedLayers network = new NamedLayers();
    Standardisation standardisation = description.standardisation();
    network.add(
        "standardisation",
        standardisation == null ? Blocks.identityBlock() : standardiser(standardisation));
    for (LayerDescription layer : description.layers()) {
      add(network, layer);
    }
    return network;
  }

  private static void add(NamedLayers network, LayerDescription layer) {
    if (layer instanceof LayerDescription.Reshape reshape) {
      Shape shape = new Shape(-1).addAll(shape(reshape.shape()));
      network.add("reshape", LambdaBlock.singleton(x -> x.reshape(shape)));
    } else if (layer instanceof LayerDescription.Conv2d conv) {
      network.add(
          conv.name(),
          Conv2d.builder()
              .setFilters(conv.filters())
              .setKernelShape(shape(conv.kernel()))
              .optStride(shape(conv.stride()))
              .optPadding(shape(conv.padding()))
              .build());
    } else if (layer instanceof LayerDescription.MaxPool pool) {
      network.add("max_pool", Pool.maxPool2dBlock(shape(pool.kernel()), shape(pool.kernel())));
    } else if (layer instanceof LayerDescription.AveragePool pool) {
      network.add("avg_pool", Pool.avgPool2dBlock(shape(pool.kernel()), shape(pool.kernel())));
    } else if (layer instanceof LayerDescription.BatchNorm norm) {
      network.add(norm.name(), BatchNorm.builder().build());
    } else if (layer instanceof LayerDescription.Relu) {
      network.add("relu", Activation.reluBlock());
    } else if (layer instanceof LayerDescription.Gelu) {
      network.add("gelu", Activation.geluBlock());
    } else if (layer instanceof LayerDescription.Tanh) {
      network.add("tanh", Activation.tanhBlock());
    } else if (layer instanceof LayerDescription.Dropout dropout) {
      network.add("dropout", Dropout.builder().optRate(dropout.rate()).build());
    } else if (layer instanceof LayerDescription.Flatten) {
      network.add("flatten", Blocks.batchFlattenBlock());
    } else if (layer instanceof LayerDescription.Linear linear) {
      network.add(linear.name(), Linear.builder().setUnits(linear.units()).build());
    } else {
      throw new AssertionError("a layer without a builder: " + layer);
    }
  }

  private static Block standardiser(Standardisation standardisation) {
    if (standardisation.isUniform()) {
      float mean = standardisation.mean().get(0);
      float deviation = standardisation.deviation().get(0);
      return LambdaBlock.singleton(x -> x.sub(mean).div(deviation));
    }
    float[] mean = floats(standardisation.mean());
    float[] deviation = floats(standardisation.deviation());
    return LambdaBlock.singleton(
        x -> {
          Shape example = x.getShape().slice(1);
          try (NDArray means = x.getManager().create(mean, example);
              NDArray deviations = x.getManager().create(deviation, example)) {
            return x.sub(means).div(deviations);
          }
        });
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static Shape shape(List<Long> sizes) {
    return new Shape(sizes);
  }
}
