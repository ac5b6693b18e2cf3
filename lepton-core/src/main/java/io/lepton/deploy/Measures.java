package io.lepton.deploy;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Figures that were measured; one that is absent was not. Immutable.
 *
 * @param values the figures, all finite
 */
public record Measures(Map<Measure, Double> values) {

  public Measures {
    values = Map.copyOf(values);
    values.forEach(
        (measure, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(measure.title() + " is " + value + ", no figure");
          }
        });
  }

  /** Nothing measured. */
  public static Measures none() {
    return new Measures(Map.of());
  }

  /** What the evaluation of a model says. */
  public static Measures ofModel(double accuracy, double macroF1) {
    return new Measures(Map.of(Measure.ACCURACY, accuracy, Measure.MACRO_F1, macroF1));
  }

  /** The figure, if it was measured. */
  public OptionalDouble find(Measure measure) {
    Double value = values.get(measure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Both together; of a figure that both hold, the worse. */
  public Measures worst(Measures other) {
    Map<Measure, Double> merged = new EnumMap<>(Measure.class);
    merged.putAll(values);
    other.values.forEach((measure, value) -> merged.merge(measure, value, measure::worse));
    return new Measures(merged);
  }
}
