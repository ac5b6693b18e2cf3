package io.lepton.autoscale;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * Load in even steps of time, as requests a second. Immutable and thread safe.
 *
 * <p>Series are read with {@link LoadFiles}.
 */
public final class LoadSeries {
  private final Duration step;
  private final double[] values;

  private LoadSeries(Duration step, double[] values) {
    this.step = step;
    this.values = values;
  }

  /**
   * A series of these values.
   *
   * @throws IllegalArgumentException when the step is not above zero, or a value negative or no
   *     number
   */
  public static LoadSeries of(Duration step, double... requestsPerSecond) {
    if (step.isZero() || step.isNegative()) {
      throw new IllegalArgumentException("a step must be above zero, not " + step);
    }
    for (double value : requestsPerSecond) {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("a load must be a number from 0, not " + value);
      }
    }
    return new LoadSeries(step, requestsPerSecond.clone());
  }

  /** Length of one step. */
  public Duration step() {
    return step;
  }

  /** Number of steps. */
  public int size() {
    return values.length;
  }

  /** Mean requests a second during a step. */
  public double at(int index) {
    return values[index];
  }

  /** All values, in order; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** How many steps a time takes, rounded up. */
  int stepsIn(Duration time) {
    return steps(time, step);
  }

  static int steps(Duration time, Duration step) {
    return Math.toIntExact((time.toMillis() + step.toMillis() - 1) / step.toMillis());
  }

  /** Steps from {@code from}, inclusive, to {@code to}, exclusive. */
  public LoadSeries between(int from, int to) {
    return new LoadSeries(step, Arrays.copyOfRange(values, from, to));
  }

  /** The same shape with every value multiplied. */
  public LoadSeries times(double factor) {
    return of(step, Arrays.stream(values).map(value -> value * factor).toArray());
  }

  /** Sum over steps of load times their length: the number of requests. */
  public double requests() {
    return Arrays.stream(values).sum() * step.toMillis() / 1000.0;
  }

  /**
   * Makes days of load out of a trace that is too short to show any: the trace's steps, divided by
   * their mean, are the bursts; they are laid end to end, each copy begun at a random step, and
   * multiplied by a daily curve that falls to {@code trough} of its peak twelve hours after it. The
   * mean of the trace becomes the mean of the result.
   *
   * @param days how many days
   * @param trough the night's load as a share of the day's, from 0 to 1
   * @param seed of the places where copies begin
   */
  public LoadSeries asDays(int days, double trough, long seed) {
    if (days < 1 || !(trough >= 0) || trough > 1 || values.length == 0) {
      throw new IllegalArgumentException(
          "days must be at least 1, the trough from 0 to 1, and the trace not empty");
    }
    double mean = Arrays.stream(values).average().orElse(0);
    int stepsPerDay = Math.toIntExact(Duration.ofDays(1).toMillis() / step.toMillis());
    double[] longer = new double[Math.multiplyExact(days, stepsPerDay)];
    Random random = new Random(seed);
    int begin = 0;
    for (int i = 0; i < longer.length; i++) {
      if (i % values.length == 0) {
        begin = random.nextInt(values.length);
      }
      double burst = mean > 0 ? values[(begin + i) % values.length] / mean : 0;
      double angle = 2 * Math.PI * i / stepsPerDay;
      double daily = (1 + trough - (1 - trough) * Math.cos(angle)) / (1 + trough);
      longer[i] = mean * burst * daily;
    }
    return new LoadSeries(step, longer);
  }
}
