package io.lepton.deploy;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A limit on one figure.
 *
 * @param measure the figure
 * @param limit the worst value that is still good
 */
public record Gate(Measure measure, double limit) {

  public Gate {
    Objects.requireNonNull(measure, "measure");
    if (!Double.isFinite(limit) || limit < 0) {
      throw new IllegalArgumentException(
          measure.key() + " must be a number of at least 0, not " + limit);
    }
  }

  /** Judges a figure; one that was not measured does not pass. */
  GateOutcome judge(OptionalDouble value) {
    if (value.isEmpty()) {
      return new GateOutcome(measure, limit, value, GateOutcome.Status.NOT_MEASURED);
    }
    return new GateOutcome(
        measure,
        limit,
        value,
        measure.holds(value.getAsDouble(), limit)
            ? GateOutcome.Status.PASSED
            : GateOutcome.Status.FAILED);
  }

  /** Passes without a figure, because there is nothing to compare with. */
  GateOutcome notApplicable() {
    return new GateOutcome(
        measure, limit, OptionalDouble.empty(), GateOutcome.Status.NOT_APPLICABLE);
  }
}
