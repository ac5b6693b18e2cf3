package io.lepton.serving.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An input or output of a model.
 *
 * @param name as clients name it
 * @param dataType of its elements
 * @param shape dimensions, the batch first as -1, the others above 0
 */
public record TensorSpec(
    String name, @JsonProperty("datatype") DataType dataType, List<Long> shape) {

  public TensorSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(dataType, "dataType");
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.get(0) != -1) {
      throw new IllegalArgumentException(
          "shape " + shape + " of tensor '" + name + "' must begin with the batch dimension -1");
    }
    if (shape.stream().skip(1).anyMatch(dimension -> dimension < 1)) {
      throw new IllegalArgumentException(
          "shape " + shape + " of tensor '" + name + "' needs dimensions above 0 after the first");
    }
    rowLength(shape);
  }

  /** How many elements one row has. */
  public int rowLength() {
    return rowLength(shape);
  }

  /** {@code FP32 [-1,784]}. */
  @Override
  public String toString() {
    return dataType + " " + text(shape);
  }

  static String text(List<Long> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  private static int rowLength(List<Long> shape) {
    long length = 1;
    for (long dimension : shape.subList(1, shape.size())) {
      length = Math.multiplyExact(length, dimension);
    }
    return Math.toIntExact(length);
  }
}
