package io.lepton.tune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.Set;

/**
 * Gives a forward pass the values it computes with: adapted weights, and throw-away copies of
 * running statistics that must not move.
 */
final class StudentParameters extends ParameterStore {
  private final NDManager batch;
  private final Map<String, Adapter> adapters;
  private final Set<String> still;

  /**
   * Values for one batch.
   *
   * @param batch what is computed for the batch is attached to it
   * @param adapters by the adapted weight's id
   * @param still ids of the running statistics that must not move
   */
  StudentParameters(NDManager batch, Map<String, Adapter> adapters, Set<String> still) {
    super(batch, false);
    this.batch = batch;
    this.adapters = adapters;
    this.still = still;
  }

  @Override
  public NDArray getValue(Parameter parameter, Device device, boolean training) {
    if (parameter == null) {
      return super.getValue(parameter, device, training);
    }
    Adapter adapter = adapters.get(parameter.getId());
    if (adapter != null) {
      return adapter.effective(batch);
    }
    NDArray value = parameter.getArray();
    if (training && still.contains(parameter.getId())) {
      NDArray copy = value.duplicate();
      copy.attach(batch);
      return copy;
    }
    return value;
  }
}
