package io.lepton.prepare;

import io.lepton.config.ConfigNode;

/**
 * How a data set is divided. The same seed divides the same data the same way.
 *
 * @param train fraction to learn from; positive
 * @param validation fraction that chooses the epoch to keep; positive
 * @param test fraction that nothing is chosen by; positive
 * @param seed of the shuffle
 */
public record SplitSpec(double train, double validation, double test, long seed) {

  /** Checks that the fractions are positive and sum to 1. */
  public SplitSpec {
    if (!(train > 0 && validation > 0 && test > 0)) {
      throw new IllegalArgumentException(
          "split needs three positive fractions, not %s, %s and %s"
              .formatted(train, validation, test));
    }
    if (Math.abs(train + validation + test - 1) > 1e-6) {
      throw new IllegalArgumentException(
          "split must sum to 1; %s + %s + %s is %.6f"
              .formatted(train, validation, test, train + validation + test));
    }
  }

  /** 70 percent to learn from, 15 to choose by, 15 to test with. */
  public static SplitSpec standard(long seed) {
    return new SplitSpec(0.7, 0.15, 0.15, seed);
  }

  /** Reads {@code split: {train, validation, test, seed}}; the seed is 0 unless told. */
  public static SplitSpec read(ConfigNode node) {
    node.allow("train", "validation", "test", "seed");
    try {
      return new SplitSpec(
          node.require("train").number(0, 1),
          node.require("validation").number(0, 1),
          node.require("test").number(0, 1),
          node.find("seed").map(seed -> seed.integer(0, Long.MAX_VALUE)).orElse(0L));
    } catch (IllegalArgumentException e) {
      throw node.error(String.valueOf(e.getMessage()).replaceFirst("^split ", ""));
    }
  }
}
