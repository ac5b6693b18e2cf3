package io.lepton.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * A low-rank change {@code B A} of a linear layer's weight (units, inputs): A has shape (rank,
 * inputs) and small random values, B has shape (units, rank) and starts at zero, so that training
 * starts at the source model.
 *
 * <p>The forward pass uses {@code W + B A}, which is the same as adding {@code (x A^T) B^T} to the
 * layer's output and needs no change of the network.
 */
final class Adapter {
  private final NDArray weight;
  private final NDArray a;
  private final NDArray b;

  Adapter(NDManager manager, NDArray weight, LowRank wanted) {
    this.weight = weight;
    long units = weight.getShape().get(0);
    long inputs = weight.getShape().get(1);
    long rank = Math.min(wanted.rank(), Math.min(units, inputs));
    float bound = (float) (1 / Math.sqrt((double) inputs));
    a = manager.randomUniform(-bound, bound, new Shape(rank, inputs), DataType.FLOAT32);
    b = manager.zeros(new Shape(units, rank), DataType.FLOAT32);
    a.setRequiresGradient(true);
    b.setRequiresGradient(true);
  }

  NDArray a() {
    return a;
  }

  NDArray b() {
    return b;
  }

  /** The weight with the change, in {@code manager}. */
  NDArray effective(NDManager manager) {
    NDArray change = b.matMul(a);
    change.attach(manager);
    NDArray sum = change.add(weight);
    sum.attach(manager);
    return sum;
  }

  /** Puts the change into the weight; the adapter starts at zero again. */
  void merge() {
    a.setRequiresGradient(false);
    b.setRequiresGradient(false);
    try (NDArray change = b.matMul(a)) {
      weight.addi(change);
    }
    b.subi(b);
  }
}
