package io.lepton.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a network, as {@code model.json} lists it. Layers with parameters have a name, by
 * which fine-tuning freezes or adapts them; without one they are called by their type.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LayerDescription.Reshape.class, name = "reshape"),
  @JsonSubTypes.Type(value = LayerDescription.Conv2d.class, name = "conv2d"),
  @JsonSubTypes.Type(value = LayerDescription.MaxPool.class, name = "max_pool"),
  @JsonSubTypes.Type(value = LayerDescription.AveragePool.class, name = "avg_pool"),
  @JsonSubTypes.Type(value = LayerDescription.BatchNorm.class, name = "batch_norm"),
  @JsonSubTypes.Type(value = LayerDescription.Relu.class, name = "relu"),
  @JsonSubTypes.Type(value = LayerDescription.Gelu.class, name = "gelu"),
  @JsonSubTypes.Type(value = LayerDescription.Tanh.class, name = "tanh"),
  @JsonSubTypes.Type(value = LayerDescription.Dropout.class, name = "dropout"),
  @JsonSubTypes.Type(value = LayerDescription.Flatten.class, name = "flatten"),
  @JsonSubTypes.Type(value = LayerDescription.Linear.class, name = "linear")
})
public sealed interface LayerDescription {

  /** Gives each example another shape with as many elements. */
  record Reshape(List<Long> shape) implements LayerDescription {
    public Reshape {
      shape = List.copyOf(shape);
      positive("reshape", "shape", shape);
    }
  }

  /**
   * Two-dimensional convolution over (channels, height, width).
   *
   * @param name of the layer
   * @param filters how many output channels
   * @param kernel height and width
   * @param stride height and width; (1, 1) unless told
   * @param padding height and width; (0, 0) unless told
   */
  record Conv2d(String name, int filters, List<Long> kernel, List<Long> stride, List<Long> padding)
      implements LayerDescription {
    public Conv2d {
      name = named(name, "conv2d");
      positive(name, "filters", List.of((long) filters));
      kernel = pair(name, "kernel", kernel, 1);
      stride = stride == null ? List.of(1L, 1L) : pair(name, "stride", stride, 1);
      padding = padding == null ? List.of(0L, 0L) : pair(name, "padding", padding, 0);
    }
  }

  /** Maximum over windows of (height, width); the stride is the kernel. */
  record MaxPool(List<Long> kernel) implements LayerDescription {
    public MaxPool {
      kernel = pair("max_pool", "kernel", kernel, 1);
    }
  }

  /** Mean over windows of (height, width); the stride is the kernel. */
  record AveragePool(List<Long> kernel) implements LayerDescription {
    public AveragePool {
      kernel = pair("avg_pool", "kernel", kernel, 1);
    }
  }

  /** Batch normalisation over the first dimension after the batch. */
  record BatchNorm(String name) implements LayerDescription {
    public BatchNorm {
      name = named(name, "batch_norm");
    }
  }

  /** {@code max(0, x)}. */
  record Relu() implements LayerDescription {}

  /** Gaussian error linear unit (Hendrycks and Gimpel, 2016). */
  record Gelu() implements LayerDescription {}

  /** Hyperbolic tangent. */
  record Tanh() implements LayerDescription {}

  /** Zeroes each value with probability {@code rate} while training; from 0 to below 1. */
  record Dropout(float rate) implements LayerDescription {
    public Dropout {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException("dropout rate must be from 0 to below 1, not " + rate);
      }
    }
  }

  /** Makes each example one row. */
  record Flatten() implements LayerDescription {}

  /**
   * {@code x W^T + b}.
   *
   * @param name of the layer
   * @param units size of the last dimension of its output
   */
  record Linear(String name, int units) implements LayerDescription {
    public Linear {
      name = named(name, "linear");
      positive(name, "units", List.of((long) units));
    }
  }

  private static String named(@Nullable String name, String type) {
    if (name == null) {
      return type;
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("a " + type + " layer has a blank name");
    }
    return name;
  }

  private static List<Long> pair(String layer, String field, List<Long> value, long min) {
    Objects.requireNonNull(value, () -> layer + " needs '" + field + "'");
    if (value.size() != 2 || value.stream().anyMatch(size -> size < min)) {
      throw new IllegalArgumentException(
          layer + ": " + field + " must be two numbers of at least " + min + ", not " + value);
    }
    return List.copyOf(value);
  }

  private static void positive(String layer, String field, List<Long> value) {
    if (value.isEmpty() || value.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(layer + ": " + field + " must be positive, not " + value);
    }
  }
}
