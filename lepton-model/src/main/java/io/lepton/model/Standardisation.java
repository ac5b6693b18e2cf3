package io.lepton.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Brings features to mean 0 and deviation 1: {@code (x - mean) / deviation}. Both lists have one
 * figure for all features, or one a feature. A feature that never varies has deviation 1.
 *
 * @param mean what is subtracted
 * @param deviation what is divided by; positive
 */
public record Standardisation(List<Float> mean, List<Float> deviation) {

  /** Checks lengths, and that every figure is finite and every deviation positive. */
  public Standardisation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty() || mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "standardisation needs as many means as deviations, and at least one; there are "
              + mean.size()
              + " and "
              + deviation.size());
    }
    if (!mean.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException("standardisation has a mean that is no finite number");
    }
    if (!deviation.stream().allMatch(value -> Float.isFinite(value) && value > 0)) {
      throw new IllegalArgumentException("standardisation has a deviation that is not positive");
    }
  }

  /** The same mean and deviation for every feature. */
  public static Standardisation uniform(float mean, float deviation) {
    return new Standardisation(List.of(mean), List.of(deviation));
  }

  /** Whether one mean and deviation serve every feature. */
  @JsonIgnore
  public boolean isUniform() {
    return mean.size() == 1;
  }
}
