package io.lepton.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The network that is being trained. Not thread safe. */
final class Student {
  private final Block network;
  private final List<Layer> layers;
  private final Map<String, Adapter> adapters = new LinkedHashMap<>();
  private final Set<String> still = new HashSet<>();
  private final Set<Block> trainedBlocks = new HashSet<>();
  private final Map<String, NDArray> trainable = new LinkedHashMap<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();

  /** Freezes and unfreezes the network's parameters and adds adapters, as selected. */
  Student(Block network, Selection selection, NDManager manager) {
    this.network = network;
    layers = Layer.of(network);
    selection.check(layers);
    for (Layer layer : layers) {
      boolean trained = selection.trains(layers, layer);
      for (Parameter parameter : layer.parameters()) {
        String name = layer.path() + "/" + parameter.getName();
        boolean learns = trained && !Layer.isStatistic(parameter);
        parameter.freeze(!learns);
        state.put(name, parameter.getArray());
        if (learns) {
          trainable.put(name, parameter.getArray());
        }
        if (!trained && Layer.isStatistic(parameter)) {
          still.add(parameter.getId());
        }
        if (selection.adapts(layer) && parameter.getType() == Parameter.Type.WEIGHT) {
          adapt(name, parameter, selection.rank(), manager);
        }
      }
      if (trained || selection.adapts(layer)) {
        trainedBlocks.add(layer.block());
      }
    }
  }

  private void adapt(String name, Parameter weight, LowRank rank, NDManager manager) {
    Adapter adapter = new Adapter(manager, weight.getArray(), rank);
    adapters.put(weight.getId(), adapter);
    trainable.put(name + ".a", adapter.a());
    trainable.put(name + ".b", adapter.b());
    state.put(name + ".a", adapter.a());
    state.put(name + ".b", adapter.b());
  }

  /** What the optimizer changes, by name. */
  Map<String, NDArray> trainable() {
    return trainable;
  }

  /** Everything that training may change, and what it starts from, by name. */
  Map<String, NDArray> state() {
    return state;
  }

  /** How many numbers the network has, running statistics and adapters left out. */
  long parameters() {
    return layers.stream()
        .flatMap(layer -> layer.parameters().stream())
        .filter(parameter -> !Layer.isStatistic(parameter))
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }

  /** How many numbers the optimizer changes. */
  long trainedParameters() {
    return trainable.values().stream().mapToLong(NDArray::size).sum();
  }

  /** Scores of a batch as in training: dropout on, statistics of trained layers move. */
  NDArray train(NDManager batch, NDList data) {
    return forward(network, new StudentParameters(batch, adapters, still), data, true)
        .singletonOrThrow();
  }

  /** Scores of a batch as when serving. */
  NDArray answer(NDManager batch, NDList data) {
    return network
        .forward(new StudentParameters(batch, adapters, still), data, false)
        .singletonOrThrow();
  }

  /** Puts the adapters' changes into the weights. */
  void merge() {
    adapters.values().forEach(Adapter::merge);
    adapters.clear();
  }

  /**
   * Frozen parts of a sequence run as when serving, so that a frozen batch normalisation uses the
   * statistics it has; elsewhere {@link StudentParameters} keeps them from moving.
   */
  private NDList forward(Block block, StudentParameters values, NDList data, boolean training) {
    if (!(block instanceof SequentialBlock) || still.isEmpty()) {
      return block.forward(values, data, training);
    }
    NDList current = data;
    for (Pair<String, Block> child : block.getChildren()) {
      boolean runsFrozen = hasParameters(child.getValue()) && !holdsTrained(child.getValue());
      current = forward(child.getValue(), values, current, training && !runsFrozen);
    }
    return current;
  }

  private boolean hasParameters(Block block) {
    return !Layer.of(block).isEmpty();
  }

  private boolean holdsTrained(Block block) {
    return Layer.of(block).stream().anyMatch(layer -> trainedBlocks.contains(layer.block()));
  }

  /** Copies of the whole state, apart from any gradient; the caller closes them. */
  Map<String, NDArray> snapshot(NDManager manager) {
    Map<String, NDArray> copies = new HashMap<>();
    state.forEach(
        (name, array) -> {
          try (NDArray value = array.stopGradient()) {
            NDArray copy = value.duplicate();
            copy.attach(manager);
            copies.put(name, copy);
          }
        });
    return copies;
  }

  /** Puts a snapshot's values back, in place. */
  void restore(Map<String, NDArray> snapshot) {
    List<String> missing = new ArrayList<>(state.keySet());
    missing.removeAll(snapshot.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("the snapshot lacks " + missing);
    }
    state.forEach(
        (name, array) -> {
          array.setRequiresGradient(false);
          Objects.requireNonNull(snapshot.get(name)).copyTo(array);
          array.setRequiresGradient(trainable.containsKey(name));
        });
  }
}
