package io.lepton.tune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.HashMap;
import java.util.Map;

/** The frozen source model, asked as when serving. */
interface Teacher {

  /** Scores of a batch, attached to {@code batch}, without gradient. */
  NDArray answer(NDManager batch, NDList data);

  /** A model of its own; its parameters are frozen. */
  static Teacher of(Block network) {
    network.freezeParameters(true);
    return (batch, data) ->
        network.forward(new ParameterStore(batch, false), data, false).singletonOrThrow();
  }

  /** The same network with the parameters that it has now. */
  static Teacher snapshotOf(Block network, NDManager manager) {
    Map<String, NDArray> values = new HashMap<>();
    for (Layer layer : Layer.of(network)) {
      for (Parameter parameter : layer.parameters()) {
        try (NDArray value = parameter.getArray().stopGradient()) {
          NDArray copy = value.duplicate();
          copy.attach(manager);
          values.put(parameter.getId(), copy);
        }
      }
    }
    return (batch, data) ->
        network.forward(new Snapshot(batch, values), data, false).singletonOrThrow();
  }

  /** Values kept from before training. */
  final class Snapshot extends ParameterStore {
    private final Map<String, NDArray> values;

    Snapshot(NDManager manager, Map<String, NDArray> values) {
      super(manager, false);
      this.values = values;
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
      NDArray value = parameter == null ? null : values.get(parameter.getId());
      return value == null ? super.getValue(parameter, device, training) : value;
    }
  }
}
