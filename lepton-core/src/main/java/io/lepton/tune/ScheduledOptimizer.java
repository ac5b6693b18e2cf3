package io.lepton.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Adam, AdamW or SGD whose running means and step count can be saved, so that a resumed training
 * goes on exactly where it stopped; DJL's own optimizers keep theirs to themselves.
 */
final class ScheduledOptimizer extends Optimizer {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final OptimizerSpec spec;
  private final Schedule schedule;
  private final NDManager manager;
  private final Map<String, NDArray> state = new HashMap<>();
  private long steps = 1;
  private long stepsPerEpoch = 1;
  private long step;

  ScheduledOptimizer(OptimizerSpec spec, Schedule schedule, NDManager manager) {
    super(new Settings(spec));
    this.spec = spec;
    this.schedule = schedule;
    this.manager = manager;
  }

  /** Says how long the training is, which the schedule needs. */
  void plan(int epochs, long perEpoch) {
    steps = Math.multiplyExact(epochs, perEpoch);
    stepsPerEpoch = perEpoch;
  }

  /** Begins a step from 1; every parameter is updated once in it. */
  void begin(long number) {
    step = number;
  }

  /** The learning rate of this step. */
  double learningRate() {
    return spec.learningRate() * schedule.factor(Math.max(step, 1), steps, stepsPerEpoch);
  }

  /** Running means, by name. */
  Map<String, NDArray> state() {
    return state;
  }

  /** Goes on with running means saved before. */
  void restore(Map<String, NDArray> saved) {
    saved.forEach(
        (name, array) -> {
          array.attach(manager);
          state.put(name, array);
        });
  }

  @Override
  public void update(String parameter, NDArray weight, NDArray gradient) {
    float rate = (float) learningRate();
    float decay = (float) spec.weightDecay();
    switch (spec.name()) {
      case ADAM, ADAMW -> {
        double bias =
            Math.sqrt(1 - Math.pow(BETA2, (double) step)) / (1 - Math.pow(BETA1, (double) step));
        weight
            .getNDArrayInternal()
            .adamUpdate(
                new NDList(
                    weight,
                    gradient,
                    running("mean:", parameter, weight),
                    running("variance:", parameter, weight)),
                new NDList(weight),
                rate,
                (float) (rate * bias),
                decay,
                1,
                -1,
                BETA1,
                BETA2,
                EPSILON,
                true,
                spec.name() == OptimizerSpec.Name.ADAMW);
      }
      case SGD -> {
        NDList inputs = new NDList(weight, gradient);
        if (spec.momentum() > 0) {
          inputs.add(running("velocity:", parameter, weight));
        }
        weight
            .getNDArrayInternal()
            .sgdUpdate(
                inputs, new NDList(weight), rate, decay, 1, -1, (float) spec.momentum(), true);
      }
    }
  }

  private NDArray running(String kind, String parameter, NDArray weight) {
    return state.computeIfAbsent(
        kind + parameter, key -> manager.zeros(weight.getShape(), weight.getDataType()));
  }

  /** DJL's settings; the rule's own are in the specification. */
  private static final class Settings extends OptimizerBuilder<Settings> {
    Settings(OptimizerSpec spec) {
      optWeightDecays((float) spec.weightDecay());
    }

    @Override
    protected Settings self() {
      return this;
    }
  }
}
