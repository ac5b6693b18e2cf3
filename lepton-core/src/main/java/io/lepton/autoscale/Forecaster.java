package io.lepton.autoscale;

/** Says what load comes next. Implementations are thread safe. */
public interface Forecaster {

  /**
   * The loads of the next steps, none below zero.
   *
   * @param history loads of the steps so far, oldest first; may be empty
   * @param steps how many steps ahead, at least 1
   */
  double[] forecast(double[] history, int steps);
}
