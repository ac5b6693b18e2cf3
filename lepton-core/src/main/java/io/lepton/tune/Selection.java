package io.lepton.tune;

import ai.djl.nn.core.Linear;
import io.lepton.config.InputException;
import java.util.List;
import java.util.Optional;

/**
 * Which layers are trained, and how.
 *
 * @param method how
 * @param headLayers for {@link Method#HEAD}: how many layers from the last
 * @param rank for {@link Method#LORA}: rank of the adapters
 * @param adapted for {@link Method#LORA}: the layers that get one
 * @param frozen layers that keep their values
 */
record Selection(
    Method method,
    int headLayers,
    LowRank rank,
    LayerPattern adapted,
    Optional<LayerPattern> frozen) {

  static Selection full() {
    return new Selection(Method.FULL, 1, LowRank.rank(8), LayerPattern.all(), Optional.empty());
  }

  /** Whether the layer's own parameters are trained. */
  boolean trains(List<Layer> layers, Layer layer) {
    if (isFrozen(layer)) {
      return false;
    }
    return switch (method) {
      case FULL -> true;
      case HEAD -> layers.indexOf(layer) >= layers.size() - headLayers;
      case LORA -> false;
    };
  }

  /** Whether the layer gets an adapter. */
  boolean adapts(Layer layer) {
    return method == Method.LORA
        && layer.block() instanceof Linear
        && adapted.matches(layer.path())
        && !isFrozen(layer);
  }

  /** Refuses a selection that trains nothing. */
  void check(List<Layer> layers) {
    frozen.ifPresent(pattern -> known(layers, pattern, "freeze"));
    if (layers.stream().noneMatch(layer -> trains(layers, layer) || adapts(layer))) {
      throw new InputException(
          method == Method.LORA
              ? "lora finds no linear layer that matches '"
                  + adapted.text()
                  + "'; the layers are "
                  + names(layers)
                  + " (a TorchScript model has none that can be adapted: use full or head)"
              : "every layer is frozen; the layers are " + names(layers));
    }
  }

  private static void known(List<Layer> layers, LayerPattern pattern, String key) {
    if (layers.stream().noneMatch(layer -> pattern.matches(layer.path()))) {
      throw new InputException(
          key + ": no layer matches '" + pattern.text() + "'; the layers are " + names(layers));
    }
  }

  private static String names(List<Layer> layers) {
    return String.join(", ", layers.stream().map(Layer::path).toList());
  }

  private boolean isFrozen(Layer layer) {
    return frozen.isPresent() && frozen.get().matches(layer.path());
  }
}
