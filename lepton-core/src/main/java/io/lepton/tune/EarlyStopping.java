package io.lepton.tune;

import io.lepton.config.ConfigNode;

/**
 * Ends training when the validation loss has not fallen for some epochs. The parameters of the best
 * epoch are kept in any case.
 *
 * @param patience so many epochs without improvement end it; 0 never ends it
 * @param minimumImprovement a smaller fall of the loss counts as none
 */
public record EarlyStopping(int patience, double minimumImprovement) {

  /** Checks the ranges. */
  public EarlyStopping {
    if (patience < 0 || !(minimumImprovement >= 0)) {
      throw new IllegalArgumentException(
          "early stopping needs patience and minimum improvement of at least 0, not "
              + patience
              + " and "
              + minimumImprovement);
    }
  }

  /** Trains all epochs. */
  public static EarlyStopping never() {
    return new EarlyStopping(0, 0);
  }

  static EarlyStopping read(ConfigNode node) {
    node.allow("patience", "minimum_improvement");
    return new EarlyStopping(
        node.require("patience").integer(1, 10_000),
        node.find("minimum_improvement")
            .map(least -> least.number(0, Double.MAX_VALUE))
            .orElse(0.0));
  }
}
