package io.lepton.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What goes into or comes out of a model, for one example: without the batch dimension.
 *
 * @param name as requests of the Open Inference Protocol call it
 * @param datatype element type in that protocol's names; {@code FP32} is the only one
 * @param shape sizes; -1 where a TorchScript file of which nothing is known leaves it open
 */
public record TensorDescription(String name, String datatype, List<Long> shape) {

  /** Checks the parts. */
  public TensorDescription {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("a tensor needs a name");
    }
    if (!"FP32".equals(datatype)) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' has datatype '" + datatype + "'; only FP32 is known");
    }
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.stream().anyMatch(size -> size != -1 && size < 1)) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' has shape " + shape + "; sizes must be positive");
    }
  }

  /** A tensor of 32-bit floats. */
  public static TensorDescription floats(String name, long... shape) {
    return new TensorDescription(name, "FP32", java.util.Arrays.stream(shape).boxed().toList());
  }

  /** Whether every size is known. */
  @JsonIgnore
  public boolean isKnown() {
    return shape.stream().allMatch(size -> size > 0);
  }

  /** How many elements one example has; negative when a size is not known. */
  public long elements() {
    return isKnown() ? shape.stream().reduce(1L, Math::multiplyExact) : -1;
  }
}
