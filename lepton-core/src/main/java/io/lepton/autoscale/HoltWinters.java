package io.lepton.autoscale;

import java.util.Arrays;

/**
 * Exponential smoothing with a damped trend and an additive season (Holt 1957, Winters 1960; the
 * damped recursions as in Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd
 * edition, 8.3). The three smoothing weights are fitted to the history by least squared one-step
 * errors; the season begins as the mean deviation of each of its steps over whole seasons, evened
 * over its neighbours.
 *
 * <p>The forecast is raised by {@code margin} standard deviations of the fitted one-step errors, so
 * that capacity planned by it holds for more than half of the steps. With less than two seasons of
 * history it falls back to {@link Reactive}.
 *
 * @param season steps after which the load repeats
 * @param margin standard deviations of error added to the forecast
 * @param mostHistory only so many of the last steps are fitted
 */
public record HoltWinters(int season, double margin, int mostHistory) implements Forecaster {
  private static final double DAMPING = 0.98;
  private static final double[] START = {0.3, 0.02, 0.2};

  /** A season's shape is told apart to this part of it: half an hour of a day. */
  private static final int PARTS = 48;

  private static final double SMALLEST_STEP = 0.01;

  public HoltWinters {
    if (season < 2 || !(margin >= 0) || mostHistory < 2 * season) {
      throw new IllegalArgumentException(
          "a season needs at least 2 steps, the margin must not be negative, and the history must"
              + " hold two seasons");
    }
  }

  /** Smoothing state after a pass over the history. */
  private static final class State {
    private double level;
    private double trend;
    private double[] seasonal = new double[0];
    private double squaredErrors;
    private int errors;
  }

  @Override
  public double[] forecast(double[] history, int steps) {
    if (history.length < 2 * season) {
      return new Reactive(season / PARTS + 1).forecast(history, steps);
    }
    double[] fitted =
        history.length > mostHistory
            ? Arrays.copyOfRange(history, history.length - mostHistory, history.length)
            : history;
    State state = smooth(fitted, fit(fitted));
    double deviation = Math.sqrt(state.squaredErrors / Math.max(1, state.errors));
    double[] ahead = new double[steps];
    double damped = 0;
    double factor = 1;
    for (int h = 0; h < steps; h++) {
      factor *= DAMPING;
      damped += factor;
      double season = state.seasonal[(fitted.length + h) % this.season];
      ahead[h] = Math.max(0, state.level + damped * state.trend + season + margin * deviation);
    }
    return ahead;
  }

  /** Pattern search (Hooke and Jeeves, 1961) over the three weights. */
  double[] fit(double[] history) {
    double[] weights = START.clone();
    double best = smooth(history, weights).squaredErrors;
    for (double step = 0.2; step >= SMALLEST_STEP; step /= 2) {
      boolean better = true;
      while (better) {
        better = false;
        for (int w = 0; w < weights.length; w++) {
          for (double change : new double[] {step, -step}) {
            double before = weights[w];
            weights[w] = Math.min(0.99, Math.max(0, before + change));
            double errors = smooth(history, weights).squaredErrors;
            if (errors < best * (1 - 1e-9)) {
              best = errors;
              better = true;
            } else {
              weights[w] = before;
            }
          }
        }
      }
    }
    return weights;
  }

  /** The mean around each step, so that a few seasons' noise is not taken for their shape. */
  private double[] even(double[] seasonal) {
    int reach = season / PARTS / 2;
    double[] mean = new double[season];
    for (int i = 0; i < season; i++) {
      for (int near = -reach; near <= reach; near++) {
        mean[i] += seasonal[Math.floorMod(i + near, season)] / (2 * reach + 1);
      }
    }
    return mean;
  }

  private State smooth(double[] history, double[] weights) {
    State state = new State();
    int seasons = history.length / season;
    double mean = Arrays.stream(history, 0, seasons * season).average().orElse(0);
    double first = Arrays.stream(history, 0, season).average().orElse(0);
    double second = Arrays.stream(history, season, 2 * season).average().orElse(0);
    state.level = first;
    state.trend = (second - first) / season;
    state.seasonal = new double[season];
    for (int i = 0; i < seasons * season; i++) {
      state.seasonal[i % season] += (history[i] - mean) / seasons;
    }
    state.seasonal = even(state.seasonal);
    for (int i = 0; i < history.length; i++) {
      int phase = i % season;
      double expected = state.level + DAMPING * state.trend + state.seasonal[phase];
      double error = history[i] - expected;
      if (i >= season) {
        state.squaredErrors += error * error;
        state.errors++;
      }
      double before = state.level;
      double base = before + DAMPING * state.trend;
      state.level = weights[0] * (history[i] - state.seasonal[phase]) + (1 - weights[0]) * base;
      state.trend = weights[1] * (state.level - before) + (1 - weights[1]) * DAMPING * state.trend;
      state.seasonal[phase] =
          weights[2] * (history[i] - base) + (1 - weights[2]) * state.seasonal[phase];
    }
    return state;
  }
}
