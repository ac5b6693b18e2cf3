package io.lepton.tune;

import io.lepton.config.ConfigNode;

/**
 * How parameters follow their gradients.
 *
 * @param name which rule
 * @param learningRate step size at the start; positive
 * @param weightDecay pull towards zero: of the loss (L2) for Adam and SGD, apart from it for AdamW
 * @param momentum of SGD, from 0 to below 1; the others ignore it
 */
public record OptimizerSpec(Name name, double learningRate, double weightDecay, double momentum) {

  /** The rules known. */
  public enum Name {
    /** Kingma and Ba (2015). */
    ADAM,
    /** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). */
    ADAMW,
    /** Stochastic gradient descent with momentum. */
    SGD
  }

  /** Checks the ranges. */
  public OptimizerSpec {
    if (!(learningRate > 0 && learningRate <= 100)) {
      throw new IllegalArgumentException(
          "learning_rate must be above 0 and at most 100, not " + learningRate);
    }
    if (!(weightDecay >= 0 && weightDecay <= 1)) {
      throw new IllegalArgumentException("weight_decay must be from 0 to 1, not " + weightDecay);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be from 0 to below 1, not " + momentum);
    }
  }

  /** Adam without weight decay. */
  public static OptimizerSpec adam(double learningRate) {
    return new OptimizerSpec(Name.ADAM, learningRate, 0, 0);
  }

  /** Reads {@code optimizer: {name, learning_rate, weight_decay, momentum}}. */
  static OptimizerSpec read(ConfigNode node) {
    node.allow("name", "learning_rate", "weight_decay", "momentum");
    try {
      return new OptimizerSpec(
          node.find("name").map(name -> name.oneOf(Name.class)).orElse(Name.ADAM),
          node.find("learning_rate").map(rate -> rate.number(0, 100)).orElse(0.001),
          node.find("weight_decay").map(decay -> decay.number(0, 1)).orElse(0.0),
          node.find("momentum").map(momentum -> momentum.number(0, 1)).orElse(0.0));
    } catch (IllegalArgumentException e) {
      throw node.error("is refused: " + e.getMessage());
    }
  }
}
