package io.lepton.tune;

import io.lepton.config.ConfigNode;

/**
 * How the learning rate changes from step to step. After {@code warmUpEpochs} of linear rise it
 * follows the shape.
 *
 * @param shape of the course
 * @param warmUpEpochs how long it rises first; may be a part of an epoch, or 0
 */
public record Schedule(Shape shape, double warmUpEpochs) {

  /** Courses of the learning rate. */
  public enum Shape {
    /** Stays. */
    CONSTANT,
    /** Half a cosine wave down to zero at the last step (Loshchilov and Hutter, 2017). */
    COSINE,
    /** A straight line down to zero at the last step. */
    LINEAR
  }

  /** Checks the warm-up. */
  public Schedule {
    if (!(warmUpEpochs >= 0 && warmUpEpochs <= 1000)) {
      throw new IllegalArgumentException(
          "warm_up_epochs must be from 0 to 1000, not " + warmUpEpochs);
    }
  }

  /** The same rate at every step. */
  public static Schedule constant() {
    return new Schedule(Shape.CONSTANT, 0);
  }

  /** The factor for step {@code step} (from 1) of {@code steps}, in epochs of {@code perEpoch}. */
  double factor(long step, long steps, long perEpoch) {
    double warmUp = warmUpEpochs * perEpoch;
    if (step <= warmUp) {
      return step / warmUp;
    }
    double done = steps <= warmUp ? 0 : Math.min(1, (step - 1 - warmUp) / (steps - warmUp));
    return switch (shape) {
      case CONSTANT -> 1;
      case COSINE -> (1 + Math.cos(Math.PI * Math.max(done, 0))) / 2;
      case LINEAR -> 1 - Math.max(done, 0);
    };
  }

  static Schedule read(ConfigNode node) {
    node.allow("shape", "warm_up_epochs");
    return new Schedule(
        node.find("shape").map(shape -> shape.oneOf(Shape.class)).orElse(Shape.CONSTANT),
        node.find("warm_up_epochs").map(epochs -> epochs.number(0, 1000)).orElse(0.0));
  }
}
