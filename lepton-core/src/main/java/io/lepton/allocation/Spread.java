package io.lepton.allocation;

import java.util.Objects;

/**
 * How a workload survives the loss of a failure domain: with {@code d} replicas, at most {@code
 * ceil(d / atLeast)} of them stand in one domain. That needs {@code atLeast} domains whenever
 * {@code ceil(d / atLeast) * (atLeast - 1) < d}. A workload given by load counts at most {@code
 * load / atLeast} of what one domain can serve.
 *
 * @param over which domain
 * @param atLeast the divisor, from 1; 1 asks for nothing
 */
public record Spread(FailureDomain over, int atLeast) {

  public Spread {
    Objects.requireNonNull(over, "over");
    if (atLeast < 1 || atLeast > 1000) {
      throw new IllegalArgumentException("at_least must be from 1 to 1000, not " + atLeast);
    }
  }
}
