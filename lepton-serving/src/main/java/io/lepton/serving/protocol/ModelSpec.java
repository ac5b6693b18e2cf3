package io.lepton.serving.protocol;

import java.util.List;
import java.util.Objects;

/**
 * A served model as clients see it: one input, the output {@link #SCORES} and, where its classes
 * have names, the output {@link #LABEL}.
 *
 * @param name of letters, digits, dots, dashes and underscores
 * @param version the same, {@code 1} where there is only one
 * @param platform what runs it, {@code pytorch_djl}
 * @param input FP32; rows first
 * @param scores FP32; rows first, then one score a class
 * @param labels names of the classes in the order of the scores; empty when they have none
 */
public record ModelSpec(
    String name,
    String version,
    String platform,
    TensorSpec input,
    TensorSpec scores,
    List<String> labels) {

  /** Name of the output that holds the scores. */
  public static final String SCORES = "scores";

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
    if (!scores.name().equals(SCORES)) {
      throw new IllegalArgumentException("the first output is named '" + SCORES + "'");
    }
    if (!labels.isEmpty() && labels.size() != scores.rowLength()) {
      throw new IllegalArgumentException(
          labels.size() + " labels do not name " + scores.rowLength() + " classes");
    }
  }

  /** A classifier of {@code classes} classes, version 1. */
  public static ModelSpec classifier(
      String name, String platform, List<Long> rowShape, int classes, List<String> labels) {
    List<Long> shape = new java.util.ArrayList<>(List.of(-1L));
    shape.addAll(rowShape);
    return new ModelSpec(
        name,
        "1",
        platform,
        new TensorSpec("input", DataType.FP32, shape),
        new TensorSpec(SCORES, DataType.FP32, List.of(-1L, (long) classes)),
        labels);
  }

  /** The outputs, scores first. */
  public List<TensorSpec> outputs() {
    return labels.isEmpty()
        ? List.of(scores)
        : List.of(scores, new TensorSpec(LABEL, DataType.BYTES, List.of(-1L)));
  }
}
