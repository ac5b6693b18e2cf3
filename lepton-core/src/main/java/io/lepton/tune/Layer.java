package io.lepton.tune;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A block with parameters of its own.
 *
 * @param path its name and its parents', joined by dots
 * @param block the block
 * @param parameters its own
 */
record Layer(String path, Block block, List<Parameter> parameters) {

  /** All layers of a network from input to output. */
  static List<Layer> of(Block network) {
    List<Layer> layers = new ArrayList<>();
    collect("", network, layers);
    return layers;
  }

  /** Whether nothing trains this parameter, but the forward pass: running statistics. */
  static boolean isStatistic(Parameter parameter) {
    return parameter.getType() == Parameter.Type.RUNNING_MEAN
        || parameter.getType() == Parameter.Type.RUNNING_VAR;
  }

  private static void collect(String path, Block block, List<Layer> layers) {
    if (block instanceof SymbolBlock) {
      scripted(block, layers);
      return;
    }
    List<Parameter> own = block.getDirectParameters().values();
    if (!own.isEmpty()) {
      layers.add(new Layer(path, block, List.copyOf(own)));
    }
    for (Pair<String, Block> child : block.getChildren()) {
      collect(
          path.isEmpty() ? child.getKey() : path + "." + child.getKey(), child.getValue(), layers);
    }
  }

  /** A script names its parameters by path: {@code encoder.fc1.weight}. */
  private static void scripted(Block block, List<Layer> layers) {
    Map<String, List<Parameter>> byPath = new LinkedHashMap<>();
    for (Pair<String, Parameter> entry : block.getDirectParameters()) {
      int dot = entry.getKey().lastIndexOf('.');
      byPath
          .computeIfAbsent(entry.getKey().substring(0, Math.max(dot, 0)), key -> new ArrayList<>())
          .add(entry.getValue());
    }
    byPath.forEach((path, own) -> layers.add(new Layer(path, block, List.copyOf(own))));
  }
}
