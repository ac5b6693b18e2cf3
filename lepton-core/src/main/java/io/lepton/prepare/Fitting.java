package io.lepton.prepare;

import io.lepton.model.Standardisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Statistics of a training split. Sums run in double precision, in row order. */
final class Fitting {

  private Fitting() {}

  static Standardisation perColumn(Examples examples) {
    List<Float> means = new ArrayList<>();
    List<Float> deviations = new ArrayList<>();
    for (int column = 0; column < examples.width(); column++) {
      Moments moments = new Moments();
      for (int row = 0; row < examples.size(); row++) {
        moments.add(examples.feature(row, column));
      }
      means.add(moments.mean());
      deviations.add(moments.deviation());
    }
    return new Standardisation(means, deviations);
  }

  static Standardisation overall(Examples examples) {
    Moments moments = new Moments();
    for (int row = 0; row < examples.size(); row++) {
      for (int column = 0; column < examples.width(); column++) {
        moments.add(examples.feature(row, column));
      }
    }
    return Standardisation.uniform(moments.mean(), moments.deviation());
  }

  /** The column's values that are not missing, sorted. */
  static float[] sortedColumn(Examples examples, int column) {
    float[] values = new float[examples.size()];
    int count = 0;
    for (int row = 0; row < examples.size(); row++) {
      float value = examples.feature(row, column);
      if (!Float.isNaN(value)) {
        values[count++] = value;
      }
    }
    float[] present = Arrays.copyOf(values, count);
    Arrays.sort(present);
    return present;
  }

  /** Quantile by linear interpolation, type 7 of Hyndman and Fan (1996); 0 when there is none. */
  static float quantile(float[] sorted, double fraction) {
    if (sorted.length == 0) {
      return 0;
    }
    double at = fraction * (sorted.length - 1);
    int low = (int) Math.floor(at);
    int high = Math.min(low + 1, sorted.length - 1);
    return (float) (sorted[low] + (at - low) * ((double) sorted[high] - sorted[low]));
  }

  /** Running mean and variance by the method of Welford (1962). */
  private static final class Moments {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      count++;
      double change = value - mean;
      mean += change / count;
      squares += change * (value - mean);
    }

    float mean() {
      return (float) mean;
    }

    float deviation() {
      float deviation = (float) Math.sqrt(squares / Math.max(count, 1));
      return deviation > 1e-12f ? deviation : 1f;
    }
  }
}
