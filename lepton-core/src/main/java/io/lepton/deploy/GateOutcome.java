package io.lepton.deploy;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a gate came out.
 *
 * @param measure the figure
 * @param limit the worst value that is still good
 * @param value what was measured; empty when nothing was
 * @param status how
 */
public record GateOutcome(Measure measure, double limit, OptionalDouble value, Status status) {

  public GateOutcome {
    Objects.requireNonNull(measure, "measure");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(status, "status");
    if (value.isEmpty() == (status == Status.PASSED || status == Status.FAILED)) {
      throw new IllegalArgumentException(
          measure.key() + " is " + status + (value.isEmpty() ? " without" : " with") + " a value");
    }
  }

  /** Whether it does not stand in the way of keeping the new service. */
  public boolean passed() {
    return status == Status.PASSED || status == Status.NOT_APPLICABLE;
  }

  /** One sentence for people: {@code latency p99 is 231 ms, above max_p99_ms 200}. */
  public String describe() {
    return switch (status) {
      case PASSED -> figure() + ", within " + measure.key() + " " + number(limit);
      case FAILED ->
          figure()
              + (measure.sense() == Measure.Sense.AT_LEAST ? ", below " : ", above ")
              + measure.key()
              + " "
              + number(limit);
      case NOT_MEASURED ->
          measure.title() + " could not be measured, so " + measure.key() + " does not pass";
      case NOT_APPLICABLE -> measure.title() + " does not apply: there is no old service";
    };
  }

  private String figure() {
    return measure.title()
        + " is "
        + number(value.orElseThrow())
        + (measure == Measure.P99_MILLIS ? " ms" : "");
  }

  private String number(double figure) {
    return measure == Measure.P99_MILLIS
        ? String.format(Locale.ROOT, figure < 10 ? "%.1f" : "%.0f", figure)
        : String.format(Locale.ROOT, "%.4f", figure).replaceAll("\\.?0+$", "");
  }

  /** How a gate came out. */
  public enum Status {
    PASSED,
    FAILED,
    /** Nothing was measured, which does not pass. */
    NOT_MEASURED,
    /** There is nothing to compare with: agreement, where no old service is. */
    NOT_APPLICABLE
  }
}
