package io.lepton.autoscale;

import java.util.Arrays;

/**
 * Expects the greatest load of the last steps to come again.
 *
 * @param window how many steps it looks back
 */
public record Reactive(int window) implements Forecaster {

  public Reactive {
    if (window < 1) {
      throw new IllegalArgumentException("a window must be at least 1 step, not " + window);
    }
  }

  @Override
  public double[] forecast(double[] history, int steps) {
    double greatest = 0;
    for (int i = Math.max(0, history.length - window); i < history.length; i++) {
      greatest = Math.max(greatest, history[i]);
    }
    double[] ahead = new double[steps];
    Arrays.fill(ahead, greatest);
    return ahead;
  }
}
