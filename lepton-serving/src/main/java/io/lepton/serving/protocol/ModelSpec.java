package io.lepton.serving.protocol;

import java.util.List;
import java.util.Objects;

/**
 * A served model as clients see it: one input, one output of scores and, where its classes have
 * names, the output {@link #LABEL}.
 *
 * @param name of letters, digits, dots, dashes and underscores
 * @param version the same, {@code 1} where there is only one
 * @param platform what runs it, {@code djl_pytorch}
 * @param input FP32; rows first
 * @param scores FP32; rows first, then one score a class; not named {@link #LABEL}
 * @param labels names of the classes in the order of the scores; empty when they have none
 */
public record ModelSpec(
    String name,
    String version,
    String platform,
    TensorSpec input,
    TensorSpec scores,
    List<String> labels) {

  /** Name of the output that holds the name of the class with the highest score. */
  public static final String LABEL = "label";

  public ModelSpec {
    for (String text : List.of(name, version)) {
      if (!text.matches("[A-Za-z0-9._-]+")) {
        throw new IllegalArgumentException(
            "model name and version must be letters, digits, '.', '-' and '_', not '" + text + "'");
      }
    }
    Objects.requireNonNull(platform, "platform");
    labels = List.copyOf(labels);
    if (input.dataType() != DataType.FP32 || scores.dataType() != DataType.FP32) {
      throw new IllegalArgumentException("input and scores of a served model are FP32");
    }
    if (scores.name().equals(LABEL)) {
      throw new IllegalArgumentException(
          "the scores must not be named '" + LABEL + "', which is the output of class names");
    }
    if (!labels.isEmpty() && labels.size() != scores.rowLength()) {
      throw new IllegalArgumentException(
          labels.size() + " labels do not name " + scores.rowLength() + " classes");
    }
  }

  /** The outputs, scores first. */
  public List<TensorSpec> outputs() {
    return labels.isEmpty()
        ? List.of(scores)
        : List.of(scores, new TensorSpec(LABEL, DataType.BYTES, List.of(-1L)));
  }
}
