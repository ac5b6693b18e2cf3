package io.lepton.prepare;

import java.util.Arrays;

/**
 * Labelled examples, packed: row {@code i} has the features {@code [i * width, (i + 1) * width)} of
 * one array, and the label {@code labels[i]}. The arrays are neither copied on the way in nor given
 * out; whoever builds one must not touch them again. Thread safe for reading.
 */
public final class Examples {
  private final float[] features;
  private final int[] labels;
  private final int width;

  /**
   * Takes over the arrays.
   *
   * @param features row after row
   * @param labels class of each row, from 0
   * @param width features a row
   */
  public Examples(float[] features, int[] labels, int width) {
    if (width < 1 || (long) width * labels.length != features.length) {
      throw new IllegalArgumentException(
          features.length + " features are not " + labels.length + " rows of " + width);
    }
    this.features = features;
    this.labels = labels;
    this.width = width;
  }

  /** How many rows. */
  public int size() {
    return labels.length;
  }

  /** Features a row. */
  public int width() {
    return width;
  }

  /** Class of a row, from 0. */
  public int label(int row) {
    return labels[row];
  }

  /** One feature of a row. */
  public float feature(int row, int column) {
    return features[row * width + column];
  }

  /** Copies one row's features into {@code target} from {@code offset}. */
  public void copyRow(int row, float[] target, int offset) {
    System.arraycopy(features, row * width, target, offset, width);
  }

  /** A copy of the rows named, in that order. */
  public Examples rows(int... rows) {
    float[] chosen = new float[rows.length * width];
    int[] classes = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      copyRow(rows[i], chosen, i * width);
      classes[i] = labels[rows[i]];
    }
    return new Examples(chosen, classes, width);
  }

  /** How many rows each class has. */
  public int[] countsPerClass(int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** A copy with every feature changed by {@code change}. */
  Examples map(Change change) {
    float[] changed = features.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.of(changed[i], i % width);
    }
    return new Examples(changed, labels, width);
  }

  boolean sameRow(int one, int other) {
    return Arrays.equals(
        features, one * width, (one + 1) * width, features, other * width, (other + 1) * width);
  }

  int rowHash(int row) {
    int hash = 1;
    for (int i = row * width; i < (row + 1) * width; i++) {
      hash = 31 * hash + Float.floatToIntBits(features[i]);
    }
    return hash;
  }

  /** A change of one value in a column. */
  interface Change {
    float of(float value, int column);
  }
}
